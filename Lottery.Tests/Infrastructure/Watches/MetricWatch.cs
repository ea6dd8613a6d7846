using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Infrastructure.Watches;

/// <summary>Adds up what one host counts, and no other of the same process.</summary>
internal sealed class MetricWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    private MetricWatch(object scope)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == scope)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var said = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order());
            _sums.AddOrUpdate($"{instrument.Name}{{{said}}}", value, (_, sum) => sum + value);
        });
        _listener.Start();
    }

    public static MetricWatch On(IServiceProvider services) => new(services.GetRequiredService<IMeterFactory>());

    /// <summary>What was counted since the watch began, by <c>name{tag=value,…}</c> with the tags in their order.</summary>
    public long this[string series] => _sums.GetValueOrDefault(series);

    public long Failures(string code) => this[$"lottery.database.failures{{code={code}}}"];

    /// <summary>Every series that was named, be it with nothing.</summary>
    public IEnumerable<string> Series => _sums.Keys;

    public void Dispose() => _listener.Dispose();
}
