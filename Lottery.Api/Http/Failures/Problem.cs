using System.Text.Json.Serialization;

namespace Lottery.Api.Http.Failures;

/// <summary>A failure as the client is told it.</summary>
/// <param name="Code">Stable machine code.</param>
/// <param name="Message">Sentence that may be shown to a person. Nothing internal.</param>
public sealed record Problem(int Status, string Code, string Message)
{
    /// <summary>Figures behind a refusal.</summary>
    public object? Meta { get; init; }

    /// <summary>The fields that were wrong.</summary>
    public IReadOnlyList<FieldProblem>? Details { get; init; }

    /// <summary>Where the fields came from: body, query or params.</summary>
    public string? Source { get; init; }

    /// <summary>When to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>One field that was wrong.</summary>
/// <param name="Field">Path of the field, <c>jugadas[0].amount</c>; <c>(root)</c> for the whole.</param>
/// <param name="Code">Kind of mistake, stable.</param>
public sealed record FieldProblem(string Field, string Code, string Message)
{
    /// <summary>Keys that are not known, when that is the mistake.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? UnexpectedKeys { get; init; }

    /// <summary>The message under the name that older clients read.</summary>
    public string Issue => Message;
}
