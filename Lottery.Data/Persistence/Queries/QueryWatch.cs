using System.Diagnostics;
using Npgsql;
using Trace = System.Diagnostics.Activity;

namespace Lottery.Data.Persistence.Queries;

/// <summary>
/// Hears of every command of our data sources from the driver itself, so that nobody has to report his own: those of
/// EF, bare ones, batches and COPY alike, from the moment they are sent until their last row has been read.
/// </summary>
public sealed class QueryWatch : IDisposable
{
    private const string Driver = "Npgsql";
    private const string Key = "lottery.query";
    private const string Text = "db.query.text";
    private const string Summary = "db.query.summary";

    private readonly SlowQueries _slow;
    private readonly ActivityListener _listener;

    public QueryWatch(SlowQueries slow)
    {
        _slow = slow;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Driver,
            // The least that makes the driver tell: it describes a command only to those who export traces.
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = Ended,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>A data source, still to be built, whose commands are heard of.</summary>
    internal NpgsqlDataSourceBuilder Watched(NpgsqlConnectionStringBuilder connection) =>
        new NpgsqlDataSourceBuilder(connection.ConnectionString).ConfigureTracing(tracing => tracing
            .ConfigureCommandEnrichmentCallback((activity, command) => Began(activity, Query.Of(command)))
            .ConfigureBatchEnrichmentCallback((activity, batch) => Began(Shortened(activity, batch), Query.Of(batch)))
            .ConfigureCopyOperationEnrichmentCallback((activity, copy) => Began(activity, Query.OfCopy(copy))));

    public void Dispose() => _listener.Dispose();

    // A batch of ours is the same every time and kilobytes long: its tag says as much to whoever reads the span, and
    // costs the sale less than anything else of being traced.
    private static Trace Shortened(Trace activity, NpgsqlBatch batch)
    {
        if (activity.IsAllDataRequested)
        {
            activity.SetTag(Text, null);
            activity.SetTag(Summary, Query.Of(batch).Tag);
        }

        return activity;
    }

    private void Began(Trace activity, Query query)
    {
        query.Begin(this);
        activity.SetCustomProperty(Key, query);
    }

    // The listener hears of the whole process, in which there may be other watches.
    private void Ended(Trace activity)
    {
        if (activity.GetCustomProperty(Key) is Query query && query.Watch == this)
        {
            var duration = query.End();
            if (_slow.Are(duration))
            {
                _slow.Report(query, duration, activity);
            }
        }
    }
}
