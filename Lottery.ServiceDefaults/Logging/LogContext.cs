using Lottery.ServiceDefaults.Logging.Pipeline;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>A log scope for work that is no request, or for somebody else within one.</summary>
public sealed class LogContext(string? userId, string? bancaId, string? requestId) : LogScope
{
    internal override LogOwner Now { get; } = new(Cleaned(userId), Cleaned(bancaId), Cleaned(requestId));
}
