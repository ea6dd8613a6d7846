using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Telemetry.Otlp.Sending;
using Lottery.ServiceDefaults.Telemetry.Otlp.Writing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>Hands the records to a collector. The library takes them from a logger only, as objects that it keeps by
/// their number.</summary>
internal sealed class OtlpLogSink : ILogSink
{
    private readonly LogLosses _losses;
    private readonly OtlpRecordWriter _writer = new();
    private readonly OtlpQueue _queue;
    private readonly OtlpSender _sender;

    public OtlpLogSink(OtlpTarget target, ProcessIdentity process, IServiceProvider host)
    {
        _losses = host.GetRequiredService<LogLosses>();
        _queue = new OtlpQueue(OtlpBatches.OfLogs(
            new OtlpWords(host.GetRequiredService<IConfiguration>()),
            host.GetRequiredService<IOptions<OtlpLogOptions>>().Value.MaxWaiting));
        var over = host.GetRequiredService<LastWords>().Over;
        _sender = new OtlpSender(
            $"log {Name}",
            _queue,
            new OtlpClient(target, process, host.GetRequiredService<ExportWatch>(), over),
            count => _losses.Lost(Name, count),
            () => _losses.Over(Name),
            over);
    }

    public string Name => "otlp";

    public void Write(LogRecord record, ReadOnlyMemory<byte> line)
    {
        if (!_queue.TryAdd(record.Category, _writer.Write(record)))
        {
            _losses.Lost(Name);
        }
    }

    /// <summary>Sends what waits; <see cref="LastWords"/> breaks it off when the collector does not take it.</summary>
    public async ValueTask DisposeAsync() => await _sender.Close();
}
