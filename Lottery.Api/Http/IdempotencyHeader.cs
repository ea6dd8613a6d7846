namespace Lottery.Api.Http;

/// <summary>The standard header for clients that do not put the key into the body.</summary>
internal static class IdempotencyHeader
{
    private const string Name = "Idempotency-Key";

    public static string? Of(HttpRequest request) =>
        request.Headers[Name].ToString() is { Length: >= 8 and <= 100 } key ? key : null;
}
