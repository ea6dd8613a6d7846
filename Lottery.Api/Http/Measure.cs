using System.Text.Json.Serialization;
using Lottery.Data.Persistence.Queries;

namespace Lottery.Api.Http;

/// <summary>What the answer to a list or a report cost, in its <c>meta</c>. Set when the answer is written.</summary>
public abstract record Measure
{
    /// <summary>Milliseconds during which at least one query ran.</summary>
    [JsonPropertyOrder(1)]
    public decimal QueryExecutionTime { get; private set; }

    [JsonPropertyOrder(1)]
    public int TotalQueries { get; private set; }

    /// <summary>Milliseconds of the slowest.</summary>
    [JsonPropertyOrder(1)]
    public decimal SlowestQuery { get; private set; }

    /// <summary>True when nothing was asked of the database for it, beyond who asks.</summary>
    [JsonPropertyOrder(1)]
    public bool Cached { get; private set; }

    internal void Take(QueryFigures figures)
    {
        QueryExecutionTime = Milliseconds(figures.Busy);
        TotalQueries = figures.Statements;
        SlowestQuery = Milliseconds(figures.Slowest);
        Cached = !figures.AskedForData;
    }

    private static decimal Milliseconds(TimeSpan time) => Math.Round((decimal)time.TotalMilliseconds, 1);
}

/// <summary>The <c>meta</c> of an answer that has no other.</summary>
public sealed record ReportMeta : Measure;

/// <summary>An answer that says what it cost.</summary>
internal interface IMeasured
{
    Measure Meta { get; }
}
