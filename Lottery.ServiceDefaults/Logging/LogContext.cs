namespace Lottery.ServiceDefaults.Logging;

/// <summary>A log scope for work that is no request, or for somebody else within one.</summary>
public sealed class LogContext(string? userId, string? bancaId, string? requestId) : LogScope
{
    private protected override (string? UserId, string? BancaId, string? RequestId) Now { get; } =
        (Cleaned(userId), Cleaned(bancaId), Cleaned(requestId));
}
