namespace Lottery.Data.Tickets;

/// <summary>
/// A payment of a prize. Payments are never deleted or changed in amount; taking one back marks it reversed. The
/// database refuses a set of standing payments above the prize.
/// </summary>
public sealed class TicketPayment
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid TicketId { get; init; }

    public required Guid BancaId { get; init; }

    /// <summary>Colones, above 0.</summary>
    public required decimal AmountPaid { get; init; }

    public required Guid PaidById { get; init; }

    public required DateTimeOffset PaymentDate { get; init; }

    public required PaymentMethod Method { get; init; }

    public string? Notes { get; set; }

    /// <summary>Something of the prize remained after this payment.</summary>
    public required bool IsPartial { get; init; }

    /// <summary>What remained, colones.</summary>
    public required decimal RemainingAmount { get; init; }

    /// <summary>The customer accepted what was paid by then as all.</summary>
    public required bool IsFinal { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }

    public bool IsReversed { get; private set; }

    public DateTimeOffset? ReversedAt { get; private set; }

    public Guid? ReversedBy { get; private set; }

    public string? ReverseReason { get; private set; }

    internal void Reverse(Guid by, string? reason, DateTimeOffset now) =>
        (IsReversed, ReversedBy, ReverseReason, ReversedAt) = (true, by, reason, now);

    internal void BecomeFinal(string? notes, DateTimeOffset now) =>
        (IsFinal, CompletedAt, Notes) = (true, now, notes ?? Notes);
}
