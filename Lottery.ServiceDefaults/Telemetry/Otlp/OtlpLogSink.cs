using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;
using LogRecord = Lottery.ServiceDefaults.Logging.LogRecord;
using SentRecord = OpenTelemetry.Logs.LogRecord;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>Hands the records to a collector. The library takes them from a logger only, so it gets one of its own that
/// nothing else writes to; time and trace, which it would make up, are set from the record.</summary>
internal sealed class OtlpLogSink : ILogSink
{
    private readonly ServiceProvider _services;
    private readonly ILoggerFactory _loggers;
    private readonly LogLosses _losses;
    private readonly MeterListener _processed = new();
    private LogRecord? _writing;
    private int _writer;
    private bool _isFull;
    private bool _wasFull;

    public OtlpLogSink(OtlpTarget target, ProcessIdentity process, IServiceProvider host)
    {
        _losses = host.GetRequiredService<LogLosses>();
        var services = new ServiceCollection();
        services.AddSingleton(host.GetRequiredService<IConfiguration>());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddOpenTelemetry(records =>
        {
            records.SetResourceBuilder(ResourceBuilder.CreateDefault().Describe(process));
            records.AddProcessor(new Stamp(this));
            records.AddOtlpExporter((exporter, batches) =>
            {
                exporter.SendTo(target, host.GetRequiredService<ExportWatch>(), host.GetRequiredService<LastWords>());
                OtlpBatches.Bound(batches.BatchExportProcessorOptions, host.GetRequiredService<IConfiguration>());
            });
        }));
        _services = services.BuildServiceProvider();
        _loggers = _services.GetRequiredService<ILoggerFactory>();
        ListenForLosses();
    }

    public string Name => "otlp";

    public void Write(LogRecord record, ReadOnlyMemory<byte> line)
    {
        (_writing, _writer, _isFull) = (record, Environment.CurrentManagedThreadId, false);
        _loggers.CreateLogger(record.Category).Log(
            record.Level,
            new EventId(0, record.Action),
            OtlpAttributes.Of(line.Span, record.Message),
            exception: null,
            static (attributes, _) => attributes.Message);
        if (_isFull)
        {
            _losses.Lost(Name);
        }
        else if (_wasFull)
        {
            _losses.Over(Name);
        }

        _wasFull = _isFull;
    }

    /// <summary>Sends what waits; <see cref="LastWords"/> breaks it off when the collector does not take it.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(() =>
    {
        _services.Dispose();
        _processed.Dispose();
    }));

    // Only by a counter of its own does the library tell that its queue was full, at once and on the thread that wrote.
    private void ListenForLosses()
    {
        _processed.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "otel.sdk.processor.log.processed")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _processed.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (Environment.CurrentManagedThreadId != _writer)
            {
                return;
            }

            foreach (var (name, _) in tags)
            {
                _isFull |= name == "error.type";
            }
        });
        _processed.Start();
    }

    private sealed class Stamp(OtlpLogSink sink) : BaseProcessor<SentRecord>
    {
        public override void OnEnd(SentRecord data)
        {
            var record = sink._writing!;
            data.Timestamp = record.Time.UtcDateTime;
            if (record.TraceId is { } trace && record.SpanId is { } span)
            {
                data.TraceId = ActivityTraceId.CreateFromString(trace);
                data.SpanId = ActivitySpanId.CreateFromString(span);
            }
        }
    }
}
