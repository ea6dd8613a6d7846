using Lottery.Data.Activity;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;

namespace Lottery.Data.Sorteos;

/// <summary>
/// A draw. SCHEDULED → OPEN → CLOSED → EVALUATED; a draw may be evaluated while still OPEN once its time has come, and
/// only a revert leaves EVALUATED. Every verb decides and returns a refusal or null; the caller saves. The row is
/// locked while a verb is applied, and shared by every sale, so that no sale slips past a close or an evaluation.
/// </summary>
public sealed class Sorteo : IStamped, IAudited
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid LoteriaId { get; set; }

    public Loteria? Loteria { get; private set; }

    /// <summary>Null for a global draw, which every banca may sell.</summary>
    public Guid? BancaId { get; init; }

    public required string Name { get; set; }

    /// <summary>Instant of the draw, UTC. One draw per lotería and instant.</summary>
    public required DateTimeOffset ScheduledAt { get; set; }

    public SorteoStatus Status { get; private set; } = SorteoStatus.Scheduled;

    /// <summary>Digits of the drawn number, 2 or 3.</summary>
    public required int Digits { get; set; }

    public bool IsActive { get; private set; } = true;

    /// <summary>Exactly <see cref="Digits"/> characters once evaluated, else null.</summary>
    public string? WinningNumber { get; private set; }

    public bool HasWinner { get; private set; }

    /// <summary>Reventado that the draw brought, if any.</summary>
    public Guid? ExtraMultiplierId { get; private set; }

    public LoteriaMultiplier? ExtraMultiplier { get; private set; }

    /// <summary>Its factor frozen at evaluation: 0 when there was none, null before evaluation.</summary>
    public decimal? ExtraMultiplierX { get; private set; }

    public string? ExtraOutcomeCode { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public Guid? DeletedBy { get; private set; }

    public string? DeletedReason { get; private set; }

    /// <summary>Where a restore goes back to.</summary>
    public SorteoStatus? StatusBeforeDelete { get; private set; }

    /// <summary>True while the draw is off because its lotería is.</summary>
    public bool DeletedByCascade { get; private set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    string IAudited.TargetType => "SORTEO";

    Guid? IAudited.TenantId => BancaId;

    /// <summary>Starts sales. From SCHEDULED only.</summary>
    public Refusal? Open()
    {
        if (Status != SorteoStatus.Scheduled)
        {
            return SorteoRefusals.OpensFromScheduled;
        }

        if (!IsActive || DeletedAt is not null)
        {
            return SorteoRefusals.Inactive;
        }

        Status = SorteoStatus.Open;
        return null;
    }

    /// <summary>Stops sales for good. From OPEN only.</summary>
    public Refusal? Close()
    {
        if (Status != SorteoStatus.Open)
        {
            return SorteoRefusals.ClosesFromOpen;
        }

        Status = SorteoStatus.Closed;
        return null;
    }

    /// <summary>
    /// Ends a draw that nobody bought for, whether sales had begun or not. From SCHEDULED or OPEN; that there is no ticket
    /// is for the caller to know.
    /// </summary>
    public Refusal? CloseUnsold()
    {
        if (Status is not (SorteoStatus.Scheduled or SorteoStatus.Open))
        {
            return SorteoRefusals.ClosesFromOpen;
        }

        Status = SorteoStatus.Closed;
        return null;
    }

    /// <summary>
    /// Takes the result. From OPEN or CLOSED, once the draw's time has come. Paying out is
    /// <see cref="SorteoEvaluation"/>'s part of the same transaction.
    /// </summary>
    /// <param name="extra">Reventado drawn; must be an active REVENTADO of this lotería that applies here.</param>
    public Refusal? Evaluate(
        string winningNumber, LoteriaMultiplier? extra, string? outcomeCode, DateOnly businessDate, DateTimeOffset now)
    {
        if (Status is not (SorteoStatus.Open or SorteoStatus.Closed) || DeletedAt is not null)
        {
            return Status == SorteoStatus.Evaluated
                ? SorteoRefusals.AlreadyEvaluated
                : SorteoRefusals.EvaluatesFromOpenOrClosed;
        }

        if (now < ScheduledAt)
        {
            return SorteoRefusals.NotDrawnYet;
        }

        if (winningNumber.Length != Digits || !winningNumber.All(char.IsAsciiDigit))
        {
            return SorteoRefusals.WinningNumberDigits(Digits, winningNumber.Length);
        }

        if (extra is not null && CannotBeDrawn(extra, businessDate) is { } refusal)
        {
            return refusal;
        }

        Status = SorteoStatus.Evaluated;
        (WinningNumber, ExtraMultiplierId, ExtraMultiplierX, ExtraOutcomeCode) =
            (winningNumber, extra?.Id, extra?.ValueX ?? 0, extra is null ? null : outcomeCode ?? extra.Name);
        return null;
    }

    /// <summary>Says whether any ticket won; part of the evaluation.</summary>
    public void Announce(bool hasWinner) => HasWinner = hasWinner;

    /// <summary>Takes the result back: CLOSED when sales are over by then, else OPEN again.</summary>
    public Refusal? RevertEvaluation(bool salesAreOver)
    {
        if (Status != SorteoStatus.Evaluated)
        {
            return SorteoRefusals.RevertsFromEvaluated;
        }

        Status = salesAreOver ? SorteoStatus.Closed : SorteoStatus.Open;
        (WinningNumber, ExtraMultiplierId, ExtraMultiplierX, ExtraOutcomeCode, HasWinner) =
            (null, null, null, null, false);
        return null;
    }

    /// <summary>Name and lotería, time, digits: while SCHEDULED or OPEN, and only the name once tickets are sold.</summary>
    public Refusal? CanChange(bool loteria, bool timeOrDigits, bool hasTickets) =>
        Status is SorteoStatus.Evaluated or SorteoStatus.Closed ? SorteoRefusals.NotEditable
        : loteria && Status != SorteoStatus.Scheduled ? SorteoRefusals.LoteriaFixed
        : (loteria || timeOrDigits) && hasTickets ? SorteoRefusals.HasTickets
        : null;

    /// <summary>Turns sales of the draw on or off without moving it through its life.</summary>
    public Refusal? SetActive(bool isActive)
    {
        if (DeletedAt is not null)
        {
            return SorteoRefusals.Deleted;
        }

        (IsActive, DeletedByCascade) = (isActive, false);
        return null;
    }

    /// <summary>Takes the draw off the board. Refused once a ticket was sold.</summary>
    public Refusal? Delete(Guid? by, string? reason, bool hasTickets, DateTimeOffset now)
    {
        if (DeletedAt is not null)
        {
            return SorteoRefusals.Deleted;
        }

        if (hasTickets)
        {
            return SorteoRefusals.HasTickets;
        }

        if (Status == SorteoStatus.Evaluated)
        {
            return SorteoRefusals.AlreadyEvaluated;
        }

        (StatusBeforeDelete, Status, IsActive) = (Status, SorteoStatus.Closed, false);
        (DeletedAt, DeletedBy, DeletedReason) = (now, by, reason);
        return null;
    }

    /// <summary>
    /// Brings a deleted draw back to what it was, or opens a CLOSED one again; its cutoff still holds.
    /// </summary>
    public Refusal? Restore()
    {
        if (DeletedAt is null && Status != SorteoStatus.Closed)
        {
            return SorteoRefusals.NothingToRestore;
        }

        (Status, IsActive) = (StatusBeforeDelete ?? SorteoStatus.Open, true);
        (StatusBeforeDelete, DeletedAt, DeletedBy, DeletedReason, DeletedByCascade) = (null, null, null, null, false);
        return null;
    }

    private Refusal? CannotBeDrawn(LoteriaMultiplier extra, DateOnly businessDate) =>
        !extra.IsActive ? SorteoRefusals.ExtraInvalid
        : extra.LoteriaId != LoteriaId ? SorteoRefusals.ExtraOfOtherLoteria
        : extra.Kind != BetType.Reventado ? SorteoRefusals.ExtraNotReventado
        : !extra.AppliesTo(Id, businessDate) ? SorteoRefusals.ExtraNotForThisSorteo
        : null;
}

public enum SorteoStatus
{
    Scheduled,
    Open,
    Evaluated,
    Closed,
}
