namespace Lottery.Data;

/// <summary>
/// An expected "no": something the business forbids, told as a value. It travels back to whoever asked; it is never
/// thrown and never logged as an error.
/// </summary>
/// <param name="Code">Stable machine code, UPPER_SNAKE. Clients branch on it; it is never renamed.</param>
/// <param name="Message">Sentence in Spanish that a client may show to a person. It may be reworded.</param>
/// <param name="Kind">What sort of no it is; the HTTP edge turns it into a status.</param>
public sealed record Refusal(string Code, string Message, RefusalKind Kind)
{
    /// <summary>Figures behind the no (limits, available amounts). Serialised as it is: no entity, no secret.</summary>
    public object? Meta { get; init; }

    /// <summary>When it is worth asking again, for a refusal that passes by itself.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Refusal Invalid(string code, string message) => new(code, message, RefusalKind.Invalid);

    public static Refusal Unauthenticated(string code, string message) =>
        new(code, message, RefusalKind.Unauthenticated);

    public static Refusal Forbidden(string code, string message) => new(code, message, RefusalKind.Forbidden);

    public static Refusal NotFound(string code, string message) => new(code, message, RefusalKind.NotFound);

    public static Refusal Conflict(string code, string message) => new(code, message, RefusalKind.Conflict);

    public static Refusal TooMany(string code, string message) => new(code, message, RefusalKind.TooMany);

    public static Refusal Unavailable(string code, string message) => new(code, message, RefusalKind.Unavailable);
}

/// <summary>The sorts of refusal the product knows.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is wrong and will stay wrong.</summary>
    Invalid,

    /// <summary>Nobody known is asking.</summary>
    Unauthenticated,

    /// <summary>The actor may not do this.</summary>
    Forbidden,

    /// <summary>It does not exist, or not for this tenant.</summary>
    NotFound,

    /// <summary>It cannot be done in the state things are in now.</summary>
    Conflict,

    /// <summary>There is no room for it now, or it was asked too often.</summary>
    TooMany,

    /// <summary>It cannot be answered now, through no fault of who asks.</summary>
    Unavailable,
}
