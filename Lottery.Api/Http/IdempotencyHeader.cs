using Lottery.Data;
using Lottery.Data.Tickets;

namespace Lottery.Api.Http;

/// <summary>The standard header for clients that do not put the key into the body.</summary>
internal static class IdempotencyHeader
{
    private const string Name = "Idempotency-Key";

    /// <summary>
    /// The key, or null when the client sent none. One that cannot be kept is refused: a client that believes itself
    /// protected would sell twice.
    /// </summary>
    public static Refusal? Read(HttpRequest request, out string? key)
    {
        key = request.Headers[Name].ToString() is { Length: > 0 } given ? given : null;
        return key is null or { Length: >= 8 and <= 100 } ? null : TicketRefusals.KeyInvalid;
    }
}
