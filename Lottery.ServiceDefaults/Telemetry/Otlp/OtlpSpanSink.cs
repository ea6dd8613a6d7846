using System.Diagnostics;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Telemetry.Otlp.Sending;
using Lottery.ServiceDefaults.Telemetry.Otlp.Writing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>Hands the spans to a collector. The library keeps each with all it holds until it is sent, so that it
/// outlives collections of garbage; here only its bytes wait.</summary>
internal sealed class OtlpSpanSink : BaseProcessor<Activity>
{
    private const string Driver = "Npgsql";

    [ThreadStatic]
    private static OtlpSpanWriter? _writer;

    private readonly LogLosses _losses;
    private readonly OtlpQueue _queue;
    private readonly OtlpSender _sender;
    private readonly Lazy<Task> _close;

    public OtlpSpanSink(OtlpTarget target, IServiceProvider host)
    {
        _losses = host.GetRequiredService<LogLosses>();
        _losses.Opened(OtlpTarget.Traces);
        var over = host.GetRequiredService<LastWords>().Over;
        _queue = new OtlpQueue(OtlpBatches.OfSpans(new OtlpWords(host.GetRequiredService<IConfiguration>())));
        _sender = new OtlpSender(
            "spans otlp",
            _queue,
            new OtlpClient(
                target, host.GetRequiredService<ProcessIdentity>(), host.GetRequiredService<ExportWatch>(), over),
            count => _losses.Lost(OtlpTarget.Traces, count),
            () => _losses.Over(OtlpTarget.Traces),
            over);
        _close = new Lazy<Task>(_sender.Close);
    }

    public override void OnEnd(Activity data)
    {
        // A statement is told as a part of a request or a run; a beat of ours is neither, and no trace.
        if (data.Recorded && !(data.Source.Name == Driver && data.ParentSpanId == default))
        {
            Add(data);
        }
    }

    // Whoever is traced has done what it had to do; what becomes of its span is not its concern.
    private void Add(Activity span)
    {
        try
        {
            if (_queue.TryAdd(span.Source.Name, (_writer ??= new()).Write(span)))
            {
                return;
            }
        }
        catch (Exception)
        {
            // As one for which there is no room.
        }

        _losses.Lost(OtlpTarget.Traces);
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) =>
        _queue.Empty(TimeSpan.FromMilliseconds(timeoutMilliseconds));

    protected override bool OnShutdown(int timeoutMilliseconds) => _close.Value.Wait(timeoutMilliseconds);
}
