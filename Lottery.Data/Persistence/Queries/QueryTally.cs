using System.Diagnostics;
using System.Globalization;

namespace Lottery.Data.Persistence.Queries;

/// <summary>
/// What one request or job run asks of the database. Begun at its outermost point, it hears of every statement that is
/// sent on behalf of it, however deep and however many at once, and of nobody else's.
/// </summary>
public sealed class QueryTally
{
    private static readonly AsyncLocal<QueryTally?> Place = new();

    private readonly Lock _turn = new();
    private readonly IReadOnlyList<QueryTally> _askers;
    private Func<string?>? _operation;
    private int _statements;
    private int _statementsBeforeData;
    private int _running;
    private long _busySince;
    private long _busy;
    private long _slowest;

    private QueryTally(Func<string?> operation, IReadOnlyList<QueryTally>? askers = null) =>
        (_operation, _askers) = (operation, askers ?? []);

    /// <summary>That of the request or job run that is being worked on; null outside of any.</summary>
    public static QueryTally? Current => Place.Value;

    /// <summary>Who asks, for the records; null once it has ended.</summary>
    public string? Operation => Volatile.Read(ref _operation)?.Invoke();

    /// <summary>What has been asked until now.</summary>
    public QueryFigures Figures
    {
        get
        {
            lock (_turn)
            {
                var running = _running > 0 ? Stopwatch.GetTimestamp() - _busySince : 0;
                return new QueryFigures(
                    Stopwatch.GetElapsedTime(0, _busy + running),
                    _statements,
                    Stopwatch.GetElapsedTime(0, _slowest),
                    _statements > _statementsBeforeData);
            }
        }
    }

    /// <summary>The figures as a metric of the header <c>Server-Timing</c>, milliseconds.</summary>
    public string Metric
    {
        get
        {
            var (busy, statements, _, _) = Figures;
            var word = statements == 1 ? "query" : "queries";
            return string.Create(
                CultureInfo.InvariantCulture, $"db;dur={busy.TotalMilliseconds:0.0};desc=\"{statements} {word}\"");
        }
    }

    /// <summary>Begins the tally of the request or job run that calls this, and of all that it starts.</summary>
    /// <param name="operation">Asked for the name only when there is something to tell.</param>
    public static QueryTally Begin(Func<string?> operation) => Place.Value = new QueryTally(operation);

    /// <summary>The same for a request: its metric, and what ends it.</summary>
    public static (Func<string> Metric, Action End) Measure(Func<string?> operation)
    {
        var tally = Begin(operation);
        return (() => tally.Metric, tally.End);
    }

    /// <summary>What the calling method asks from here on, it asks on behalf of all of these.</summary>
    internal static void AskTogether(IReadOnlyList<QueryTally> askers) =>
        Place.Value = new QueryTally(() => askers is [var first, ..] ? first.Operation : null, askers);

    /// <summary>Everything about who asks has been asked: what follows is asked for the answer itself.</summary>
    public void BeginData()
    {
        lock (_turn)
        {
            _statementsBeforeData = _statements;
        }
    }

    /// <summary>Work that was left behind may go on asking, but the request that it is named for is no more.</summary>
    public void End() => Volatile.Write(ref _operation, null);

    internal void Began(int statements, long at)
    {
        foreach (var asker in _askers)
        {
            asker.Began(statements, at);
        }

        lock (_turn)
        {
            _statements += statements;
            if (_running++ == 0)
            {
                _busySince = at;
            }
        }
    }

    internal void Ended(long duration, long at)
    {
        foreach (var asker in _askers)
        {
            asker.Ended(duration, at);
        }

        lock (_turn)
        {
            _slowest = Math.Max(_slowest, duration);
            if (--_running == 0)
            {
                _busy += at - _busySince;
            }
        }
    }
}

/// <summary>What a request or job run has asked of the database.</summary>
/// <param name="Busy">Time during which at least one query ran: what ran side by side counts once.</param>
/// <param name="Statements">Each of a batch counts. Beginning and ending transactions does not.</param>
/// <param name="Slowest">The longest that has ended; a batch is one, because it is one round trip.</param>
/// <param name="AskedForData">False when nothing was asked after <see cref="QueryTally.BeginData"/>.</param>
public readonly record struct QueryFigures(TimeSpan Busy, int Statements, TimeSpan Slowest, bool AskedForData);
