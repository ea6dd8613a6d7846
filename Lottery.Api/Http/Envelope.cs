namespace Lottery.Api.Http;

/// <summary>The envelope of a single answer.</summary>
public sealed record Envelope<T>(T Data)
{
    public bool Success { get; } = true;
}

/// <summary>The envelope of a list.</summary>
public sealed record PageEnvelope<T>(IReadOnlyList<T> Data, PageMeta Meta)
{
    public bool Success { get; } = true;
}

public sealed record PageMeta(int Total, int Page, int PageSize)
{
    public int TotalPages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public bool HasNextPage => Page < TotalPages;

    public bool HasPrevPage => Page > 1;
}

/// <summary>Answer to an act that has nothing to show.</summary>
public sealed record Said(string Message);
