using Microsoft.Extensions.Logging;

namespace Lottery.Data.Commissions;

/// <summary>What is told of policies by whoever looks for them. None of it stands in the way of a sale.</summary>
internal static partial class CommissionLog
{
    [LoggerMessage(EventName = "COMMISSION_PARSE_ERROR", Level = LogLevel.Warning,
        Message = "The commission policy of {level} {ownerId} cannot be read and does not count")]
    public static partial void Unreadable(ILogger log, CommissionOrigin level, Guid ownerId);

    [LoggerMessage(EventName = "COMMISSION_POLICY_NOT_EFFECTIVE", Level = LogLevel.Information,
        Message = "The commission policy of {level} {ownerId} is not yet in effect")]
    public static partial void NotYetEffective(
        ILogger log, CommissionOrigin level, Guid ownerId, DateTimeOffset? effectiveFrom);

    [LoggerMessage(EventName = "COMMISSION_POLICY_EXPIRED", Level = LogLevel.Information,
        Message = "The commission policy of {level} {ownerId} is no longer in effect")]
    public static partial void Expired(
        ILogger log, CommissionOrigin level, Guid ownerId, DateTimeOffset? effectiveTo);

    [LoggerMessage(EventName = "LISTERO_COMMISSION_NOT_FOUND", Level = LogLevel.Warning,
        Message = "Ventana {ventanaId} sells without a commission for its listero")]
    public static partial void ListeroNotFound(ILogger log, Guid ventanaId);
}
