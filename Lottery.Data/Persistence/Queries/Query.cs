using System.Diagnostics;
using Npgsql;

namespace Lottery.Data.Persistence.Queries;

/// <summary>One command on its way: a statement, or several that go out in one round trip.</summary>
internal sealed class Query
{
    private readonly IEnumerable<NpgsqlBatchCommand> _statements;
    private readonly string? _text;
    private long _startedAt;

    private Query(IEnumerable<NpgsqlBatchCommand> statements, int count, string? text) =>
        (_statements, Statements, _text) = (statements, count, text);

    /// <summary>Who watches it.</summary>
    public QueryWatch? Watch { get; private set; }

    /// <summary>On whose behalf it is sent; null for what the process asks by itself.</summary>
    public QueryTally? Tally { get; private set; }

    public int Statements { get; }

    /// <summary>What it is, by its tag; reads the text and is for the few that are told of.</summary>
    public string Tag => QueryTag.Of(_text ?? _statements.FirstOrDefault()?.CommandText ?? "");

    /// <summary>Rows read, inserted, changed and deleted by all its statements, as the server counted them.</summary>
    public long Rows => _statements.Sum(statement => (long)statement.Rows);

    /// <summary>False when it is known that a statement of it never came to its end.</summary>
    public bool IsComplete => _statements.All(statement => statement.StatementType != StatementType.Unknown);

    public static Query Of(NpgsqlCommand command)
    {
        // A command's text may hold several statements, and only here the driver tells into how many it was cut.
#pragma warning disable CS0618
        var statements = command.Statements;
#pragma warning restore CS0618
        return new(statements, statements.Count, command.CommandText);
    }

    public static Query Of(NpgsqlBatch batch) => new(batch.BatchCommands, batch.BatchCommands.Count, text: null);

    public static Query OfCopy(string command) => new([], 1, command);

    public void Begin(QueryWatch watch)
    {
        (Watch, Tally, _startedAt) = (watch, QueryTally.Current, Stopwatch.GetTimestamp());
        Tally?.Began(Statements, _startedAt);
    }

    public TimeSpan End()
    {
        var now = Stopwatch.GetTimestamp();
        Tally?.Ended(now - _startedAt, now);
        return Stopwatch.GetElapsedTime(_startedAt, now);
    }
}
