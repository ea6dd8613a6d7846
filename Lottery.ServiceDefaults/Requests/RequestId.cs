using System.Buffers;
using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>The id that a client sees and a log is searched for.</summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    private const int LongestAccepted = 64;

    private static readonly SearchValues<char> Accepted =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The client's own id when it is harmless to repeat in a header and a log, else a new one.</summary>
    public static string From(string? sent) =>
        sent is { Length: > 0 and <= LongestAccepted } && !sent.AsSpan().ContainsAnyExcept(Accepted)
            && ReferenceEquals(Redactor.Clean(sent), sent)
            ? sent
            : Guid.CreateVersion7().ToString();
}
