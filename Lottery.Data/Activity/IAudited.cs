namespace Lottery.Data.Activity;

/// <summary>Something whose changes are written to the activity log.</summary>
public interface IAudited
{
    Guid Id { get; }

    /// <summary>What the log calls this kind of thing: SORTEO, TICKET, LOTERIA …</summary>
    string TargetType { get; }

    /// <summary>Tenant the activity row belongs to; null for global things.</summary>
    Guid? TenantId { get; }
}
