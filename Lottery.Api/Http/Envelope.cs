using System.Text.Json.Serialization;

namespace Lottery.Api.Http;

/// <summary>The envelope of a single answer.</summary>
public sealed record Envelope<T>(T Data)
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;
}

/// <summary>The envelope of something that was made together with something else.</summary>
public sealed record Created<T, TMeta>(T Data, string Message, TMeta Meta)
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;
}

/// <summary>The envelope of a list that is not cut into pages, with what else there is to say about it.</summary>
public sealed record Listed<T, TMeta>(IReadOnlyList<T> Data, TMeta Meta) : IMeasured
    where TMeta : Measure
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;

    Measure IMeasured.Meta => Meta;
}

/// <summary>The envelope of what was gathered from many rows and has nothing else to say about it.</summary>
public sealed record Report<T>(T Data) : IMeasured
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;

    public ReportMeta Meta { get; } = new();

    Measure IMeasured.Meta => Meta;
}

/// <summary>The envelope of a list.</summary>
public sealed record PageEnvelope<T>(IReadOnlyList<T> Data, PageMeta Meta) : IMeasured
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;

    Measure IMeasured.Meta => Meta;
}

public sealed record PageMeta(int Total, int Page, int PageSize) : Measure
{
    public int TotalPages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public bool HasNextPage => Page < TotalPages;

    public bool HasPrevPage => Page > 1;
}

/// <summary>Answer to an act that has nothing to show.</summary>
public sealed record Said(string Message);
