using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Infrastructure.Watches;

/// <summary>What one host counts of one instrument, from here on.</summary>
internal sealed class Counted : IDisposable
{
    private readonly ConcurrentQueue<(double Value, string Labels)> _measured = new();
    private readonly ConcurrentQueue<string> _known = new();
    private readonly MeterListener _listener = new();

    public Counted(IServiceProvider host, string instrument)
    {
        // Every host has meters of its own; the process has those of all of them.
        var meters = host.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Name == instrument && ReferenceEquals(published.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, labels, _) =>
        {
            // To count nothing only makes a series known.
            if (value == 0)
            {
                _known.Enqueue(Written(labels));
            }
            else
            {
                Keep(value, labels);
            }
        });
        _listener.SetMeasurementEventCallback<double>((_, value, labels, _) => Keep(value, labels));
        _listener.Start();
    }

    /// <summary>Labels of everything that was measured, in order: <c>job=probe outcome=failed</c>.</summary>
    public string[] Labels => [.. _measured.Select(one => one.Labels)];

    /// <summary>Labels of the series that were begun with nothing.</summary>
    public string[] Known => [.. _known];

    public double[] Values => [.. _measured.Select(one => one.Value)];

    /// <summary>Asks what is only measured when somebody asks.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Forget() => _measured.Clear();

    public void Dispose() => _listener.Dispose();

    private void Keep(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        _measured.Enqueue((value, Written(labels)));

    private static string Written(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var written = new List<string>();
        foreach (var (name, label) in labels)
        {
            written.Add($"{name}={label}");
        }

        return string.Join(' ', written);
    }
}
