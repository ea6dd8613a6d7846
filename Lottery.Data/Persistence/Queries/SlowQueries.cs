using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Trace = System.Diagnostics.Activity;

namespace Lottery.Data.Persistence.Queries;

/// <summary>Tells of queries that took longer than they should: what they are, never what was in them.</summary>
public sealed class SlowQueries(
    IOptions<DatabaseOptions> options, DatabaseMetrics metrics, ILogger<SlowQueries> log)
{
    private const string ErrorType = "error.type";

    private readonly TimeSpan _threshold = options.Value.SlowQuery;

    internal bool Are(TimeSpan duration) => duration >= _threshold;

    internal void Report(Query query, TimeSpan duration, Trace activity)
    {
        var isFailed = activity.Status == ActivityStatusCode.Error;
        var tag = query.Tag;
        metrics.SlowQuery(tag);
        SlowQueryLog.Slow(
            log,
            tag,
            Math.Round(duration.TotalMilliseconds, 1),
            query.Rows,
            query.Statements,
            query.Tally?.Operation,
            isFailed ? activity.GetTagItem(ErrorType) as string : query.IsComplete ? null : "INCOMPLETE");
    }
}

internal static partial class SlowQueryLog
{
    [LoggerMessage(EventName = "SLOW_QUERY", Level = LogLevel.Warning, Message = "{tag} took {durationMs} ms")]
    public static partial void Slow(
        ILogger log, string tag, double durationMs, long rows, int statements, string? operation, string? errorType);
}
