using System.Diagnostics.Metrics;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Logging.Sinks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.ServiceDefaults.Logging;

/// <summary>What happens to records between the one who logs and the place where they end up.</summary>
[TestClass]
public sealed class PipelineTests
{
    [TestMethod]
    public void Of_many_who_log_at_once_no_record_is_lost_and_every_line_parses()
    {
        const int Writers = 8;
        const int Each = 1500;
        using var records = new WrittenRecords();
        using var together = new Barrier(Writers);
        var writers = Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            var log = records.Logger();
            together.SignalAndWait();
            for (var number = 0; number < Each; number++)
            {
                SampleLog.Padded(log, $"{writer}-{number}", "\"\n😀");
            }
        })).ToList();
        writers.ForEach(writer => writer.Start());
        writers.ForEach(writer => writer.Join());
        // Closing would not wait that long for a busy machine.
        Assert.IsTrue(SpinWait.SpinUntil(
            () => Counted(records, "lottery.log.records")["level=info,action="] == Writers * Each,
            TimeSpan.FromSeconds(60)));

        var values = records.Parsed().Select(record => record.GetProperty("payload").GetProperty("value").GetString());

        Assert.AreEqual(Writers * Each, values.Distinct().Count());
    }

    [TestMethod]
    public void A_place_that_is_stuck_holds_nobody_up_and_tells_how_many_records_it_missed()
    {
        using var stuck = new StuckLines();
        var last = new ThrowingSink(times: 0);
        using var records = new WrittenRecords(sinks: sinks => sinks
            .AddSingleton<ILogSink>(services =>
                new BufferedSink("stuck", stuck, services.GetRequiredService<LogLosses>(), limit: 4096))
            .AddSingleton<ILogSink>(last));
        var log = records.Logger();
        for (var number = 0; number < 100; number++)
        {
            SampleLog.Padded(log, $"{number}", "");
        }

        Assert.IsTrue(SpinWait.SpinUntil(() => last.Asked == 100, TimeSpan.FromSeconds(30)));
        stuck.Release();
        Assert.IsTrue(SpinWait.SpinUntil(
            () => stuck.Text.Contains("LOG_RECORDS_DROPPED", StringComparison.Ordinal), TimeSpan.FromSeconds(30)));

        var missed = Dropped(records, "stuck");
        var written = WrittenRecords.Parse(stuck.Text);
        var told = written.Single(record => record.GetProperty("action").GetString() == "LOG_RECORDS_DROPPED");
        Assert.AreEqual(missed, told.GetProperty("payload").GetProperty("count").GetInt64());
        Assert.AreEqual("stuck", told.GetProperty("payload").GetProperty("sink").GetString());
        Assert.AreEqual(100, written.Count - 1 + missed);
        Assert.HasCount(101, records.Parsed());
    }

    // No sink of ours blocks; should one, whoever logs is still not to notice it.
    [TestMethod]
    public void A_queue_that_nobody_reads_holds_nobody_up_and_tells_how_many_records_it_missed()
    {
        const int More = 1000;
        using var blocking = new BlockingSink();
        using var records = new WrittenRecords(sinks: sinks => sinks.AddSingleton<ILogSink>(blocking));
        var log = records.Logger();
        SampleLog.Padded(log, "first", "");
        blocking.Entered.Wait(TimeSpan.FromSeconds(30));
        var writer = new Thread(() =>
        {
            for (var number = 0; number < LogPipeline.Limit + More; number++)
            {
                SampleLog.Padded(log, "next", "");
            }
        });

        writer.Start();

        Assert.IsTrue(writer.Join(TimeSpan.FromSeconds(30)), "Who logs waits.");
        Assert.AreEqual(More, Dropped(records, LogPipeline.QueueName));
        blocking.Dispose();
        const string Told = "level=warn,action=LOG_RECORDS_DROPPED";
        Assert.IsTrue(SpinWait.SpinUntil(
            () => Counted(records, "lottery.log.records").GetValueOrDefault(Told) == 1, TimeSpan.FromSeconds(30)));
    }

    [TestMethod]
    public void A_sink_that_throws_loses_its_own_records_only()
    {
        using var records = new WrittenRecords(sinks: sinks => sinks.AddSingleton<ILogSink>(new ThrowingSink(times: 3)));
        for (var number = 0; number < 5; number++)
        {
            SampleLog.Padded(records.Logger(), $"{number}", "");
        }

        var written = records.Parsed();

        Assert.HasCount(6, written);
        var told = written.Single(record => record.GetProperty("action").GetString() == "LOG_RECORDS_DROPPED");
        Assert.AreEqual("""{"sink":"throwing","count":3}""", told.GetProperty("payload").GetRawText());
    }

    [TestMethod]
    public void Records_are_counted_by_level_and_from_warn_up_by_action()
    {
        using var records = new WrittenRecords();
        var log = records.Logger();
        SampleLog.Unmentioned(log, 1, 1);
        SampleLog.Mentioned(log, 1);
        SampleLog.Mentioned(log, 2);

        Assert.IsTrue(SpinWait.SpinUntil(
            () => Counted(records, "lottery.log.records").GetValueOrDefault("level=warn,action=MENTIONED") == 2,
            TimeSpan.FromSeconds(30)));
        var counted = Counted(records, "lottery.log.records");
        Assert.AreEqual(1, counted["level=info,action="]);
        Assert.AreEqual(0, counted["level=error,action="]);
        Assert.AreEqual(0, Dropped(records, "console"));
        Assert.AreEqual(0, Dropped(records, LogPipeline.QueueName));
    }

    private static long Dropped(WrittenRecords records, string sink) =>
        Counted(records, "lottery.log.dropped").GetValueOrDefault($"sink={sink}", -1);

    private static Dictionary<string, long> Counted(WrittenRecords records, string name)
    {
        var counted = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == name && instrument.Meter.Scope == records.Meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, labels, _) =>
            counted[string.Join(',', labels.ToArray().Select(label => $"{label.Key}={label.Value}"))] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return counted;
    }

    private sealed class BlockingSink : ILogSink, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();

        public ManualResetEventSlim Entered { get; } = new();

        public string Name => "blocking";

        public void Write(LogRecord record, ReadOnlyMemory<byte> line)
        {
            Entered.Set();
            _released.Wait();
        }

        public void Dispose() => _released.Set();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class ThrowingSink(int times) : ILogSink
    {
        private volatile int _asked;

        public int Asked => _asked;

        public string Name => "throwing";

        public void Write(LogRecord record, ReadOnlyMemory<byte> line)
        {
            if (Interlocked.Increment(ref _asked) <= times)
            {
                throw new InvalidOperationException("broken sink");
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
