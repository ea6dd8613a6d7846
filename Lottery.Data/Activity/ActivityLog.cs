using Lottery.Data.Users;

namespace Lottery.Data.Activity;

/// <summary>
/// One line of the audit trail: who did what to what, in which request. Written in the transaction of the act itself,
/// so that there is no act without its line and no line without its act. Never changed.
/// </summary>
public sealed class ActivityLog
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Tenant the line belongs to; null for acts on global things.</summary>
    public Guid? BancaId { get; init; }

    /// <summary>Null when the system acted.</summary>
    public Guid? UserId { get; init; }

    public User? User { get; private set; }

    public required ActivityType Action { get; init; }

    /// <summary>True unless the act was refused: only logins write their refusals here.</summary>
    public bool Succeeded { get; init; } = true;

    public string? TargetType { get; init; }

    public string? TargetId { get; init; }

    /// <summary>JSON object: <c>before</c> and <c>after</c> of what changed, <c>description</c>, figures.</summary>
    public string? Details { get; init; }

    public string? RequestId { get; init; }

    public string? IpAddress { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
