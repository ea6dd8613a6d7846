using System.Diagnostics;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;
using LogRecord = Lottery.ServiceDefaults.Logging.LogRecord;
using SentRecord = OpenTelemetry.Logs.LogRecord;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>
/// Hands the records to a collector. The library would keep them by number, however long they are, so they wait here and
/// it is given one batch after the other. It takes them from a logger only, so it gets one of its own that nothing else
/// writes to; time and trace, which it would make up, are set from the record.
/// </summary>
internal sealed class OtlpLogSink : ILogSink
{
    private readonly ServiceProvider _services;
    private readonly ILoggerFactory _loggers;
    private readonly LoggerProvider _provider;
    private readonly LogLosses _losses;
    private readonly CancellationToken _over;
    private readonly OtlpLogQueue _queue;
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WaitingRecord? _handing;

    public OtlpLogSink(OtlpTarget target, ProcessIdentity process, IServiceProvider host)
    {
        _losses = host.GetRequiredService<LogLosses>();
        _over = host.GetRequiredService<LastWords>().Over;
        var configuration = host.GetRequiredService<IConfiguration>();
        OtlpBatches? bounds = null;
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddOpenTelemetry(records =>
        {
            records.SetResourceBuilder(ResourceBuilder.CreateDefault().Describe(process));
            records.AddProcessor(new Stamp(this));
            records.AddOtlpExporter((exporter, batches) =>
            {
                exporter.SendTo(target, host.GetRequiredService<ExportWatch>(), host.GetRequiredService<LastWords>());
                bounds = OtlpBatches.Take(
                    batches.BatchExportProcessorOptions, configuration,
                    host.GetRequiredService<IOptions<OtlpLogOptions>>().Value);
            });
        }));
        _services = services.BuildServiceProvider();
        _loggers = _services.GetRequiredService<ILoggerFactory>();
        _provider = _services.GetRequiredService<LoggerProvider>();
        _queue = new OtlpLogQueue(bounds!);
        new Thread(Send) { IsBackground = true, Name = $"log {Name}" }.Start();
    }

    public string Name => "otlp";

    public void Write(LogRecord record, ReadOnlyMemory<byte> line)
    {
        if (!_queue.TryAdd(new WaitingRecord(
            record.Category, record.Level, record.Action, record.Time, record.TraceId, record.SpanId, line.ToArray())))
        {
            _losses.Lost(Name);
        }
    }

    /// <summary>Sends what waits; <see cref="LastWords"/> breaks it off when the collector does not take it.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _sent.Task;
        await _services.DisposeAsync();
    }

    private void Send()
    {
        while (_queue.Take() is { Count: > 0 } batch)
        {
            if (_over.IsCancellationRequested)
            {
                _losses.Lost(Name, batch.Count);
            }
            else
            {
                Hand(batch);
            }

            if (_queue.Release(batch))
            {
                _losses.Over(Name);
            }
        }

        _sent.SetResult();
    }

    // Comes back when the collector has answered, or was given up; the way there tells which.
    private void Hand(IReadOnlyList<WaitingRecord> batch)
    {
        foreach (var record in batch)
        {
            _handing = record;
            try
            {
                _loggers.CreateLogger(record.Category).Log(
                    record.Level,
                    new EventId(0, record.Action),
                    OtlpAttributes.Of(record.Line),
                    exception: null,
                    static (attributes, _) => attributes.Message);
            }
            catch (Exception)
            {
                // One that cannot be taken harms no other.
                _losses.Lost(Name);
            }
        }

        _provider.ForceFlush();
    }

    private sealed class Stamp(OtlpLogSink sink) : BaseProcessor<SentRecord>
    {
        public override void OnEnd(SentRecord data)
        {
            var record = sink._handing!;
            data.Timestamp = record.Time.UtcDateTime;
            if (record.TraceId is { } trace && record.SpanId is { } span)
            {
                data.TraceId = ActivityTraceId.CreateFromString(trace);
                data.SpanId = ActivitySpanId.CreateFromString(span);
            }
        }
    }
}
