namespace Lottery.Data.Sorteos;

/// <summary>
/// One evaluation of a sorteo, kept for ever. The database allows one standing (not reverted) result per sorteo, so a
/// second evaluation is impossible whatever the code does.
/// </summary>
public sealed class SorteoResult
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid SorteoId { get; init; }

    public required string WinningNumber { get; init; }

    public Guid? ExtraMultiplierId { get; init; }

    public required decimal ExtraMultiplierX { get; init; }

    /// <summary>Tickets that won and the sum of their prizes, colones.</summary>
    public required int WinningTickets { get; init; }

    public required decimal TotalPayout { get; init; }

    public Guid? EvaluatedBy { get; init; }

    public required DateTimeOffset EvaluatedAt { get; init; }

    public DateTimeOffset? RevertedAt { get; private set; }

    public Guid? RevertedBy { get; private set; }

    public string? RevertReason { get; private set; }

    public void Revert(Guid? by, string? reason, DateTimeOffset now) =>
        (RevertedAt, RevertedBy, RevertReason) = (now, by, reason);
}
