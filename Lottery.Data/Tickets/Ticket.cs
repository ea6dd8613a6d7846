using Lottery.Data.Activity;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;

namespace Lottery.Data.Tickets;

/// <summary>
/// What a customer bought for one sorteo. Invariants, also kept by the database: the total is the sum of its jugadas;
/// what was paid of the prize is the sum of its standing payments and never more than the prize.
/// </summary>
public sealed class Ticket : IStamped, IAudited
{
    /// <summary>Customer printed when none was named.</summary>
    public const string AnonymousCustomer = "CLIENTE CONTADO";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Printed code, unique: see <see cref="TicketNumber"/>.</summary>
    public required string TicketNumber { get; init; }

    public required Guid BancaId { get; init; }

    public required Guid LoteriaId { get; init; }

    public Loteria? Loteria { get; private set; }

    public required Guid SorteoId { get; init; }

    public Sorteo? Sorteo { get; private set; }

    public required Guid VentanaId { get; init; }

    public Ventana? Ventana { get; private set; }

    /// <summary>Seller whose account the ticket is on, whoever typed it.</summary>
    public required Guid VendedorId { get; init; }

    /// <summary>Σ of the jugadas' stakes, colones.</summary>
    public required decimal TotalAmount { get; init; }

    /// <summary>Σ of the jugadas' commissions for the vendedor, colones.</summary>
    public decimal TotalCommission { get; init; }

    /// <summary>Σ of the jugadas' commissions for the listero, colones.</summary>
    public decimal TotalListeroCommission { get; init; }

    public TicketStatus Status { get; private set; } = TicketStatus.Active;

    public bool IsWinner { get; private set; }

    /// <summary>Prize: Σ of the winning jugadas' payouts, colones. 0 until evaluated.</summary>
    public decimal TotalPayout { get; private set; }

    /// <summary>Σ of the standing payments, colones.</summary>
    public decimal TotalPaid { get; private set; }

    public required string ClienteNombre { get; init; }

    /// <summary>Business date of the draw, not of the sale.</summary>
    public required DateOnly BusinessDate { get; init; }

    public required Guid CreatedBy { get; init; }

    public required Role CreatedByRole { get; init; }

    public int PrintCount { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public Guid? DeletedBy { get; private set; }

    public string? DeletedReason { get; private set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public ICollection<Jugada> Jugadas { get; } = [];

    public ICollection<TicketPayment> Payments { get; } = [];

    string IAudited.TargetType => "TICKET";

    Guid? IAudited.TenantId => BancaId;

    /// <summary>Prize not paid out: still owed, or written off when the last payment was final.</summary>
    public decimal RemainingAmount => TotalPayout - TotalPaid;

    /// <summary>Takes the ticket back. Only an ACTIVE one, and only while <paramref name="sales"/> may still happen.</summary>
    public Refusal? Cancel(Refusal? sales, Guid? by, string? reason, DateTimeOffset now)
    {
        if (Status == TicketStatus.Cancelled)
        {
            return TicketRefusals.AlreadyCancelled;
        }

        if (Status != TicketStatus.Active)
        {
            return TicketRefusals.InvalidState;
        }

        if (sales is not null)
        {
            return sales;
        }

        (Status, DeletedAt, DeletedBy, DeletedReason) = (TicketStatus.Cancelled, now, by, reason);
        return null;
    }

    /// <summary>Undoes a cancellation, under the same conditions as a sale.</summary>
    public Refusal? Restore(Refusal? sales)
    {
        if (Status != TicketStatus.Cancelled)
        {
            return TicketRefusals.NotCancelled;
        }

        if (sales is not null)
        {
            return sales;
        }

        (Status, DeletedAt, DeletedBy, DeletedReason) = (TicketStatus.Active, null, null, null);
        return null;
    }

    /// <summary>Counts a print. A cancelled ticket may be printed too; it is marked as such.</summary>
    public void CountPrint() => PrintCount++;

    /// <summary>
    /// Pays a part or all of the prize. The row is locked by the caller, so that no two counters pay the same colón.
    /// </summary>
    /// <param name="isFinal">The customer takes this as the end, whatever remains.</param>
    public Outcome<TicketPayment> Pay(
        decimal amount, PaymentMethod method, string? notes, bool isFinal, Guid by, DateTimeOffset now)
    {
        if (!IsWinner)
        {
            return TicketRefusals.NotWinner;
        }

        if (Status is not (TicketStatus.Evaluated or TicketStatus.Paid))
        {
            return TicketRefusals.NotPayable;
        }

        if (Standing.Any(p => p.IsFinal))
        {
            return TicketRefusals.AlreadyFinal;
        }

        if (!Money.IsPayable(amount))
        {
            return TicketRefusals.AmountInvalid;
        }

        if (amount > RemainingAmount)
        {
            return TicketRefusals.Overpaid(RemainingAmount);
        }

        var remaining = RemainingAmount - amount;
        var payment = new TicketPayment
        {
            TicketId = Id,
            BancaId = BancaId,
            AmountPaid = amount,
            Method = method,
            Notes = notes,
            IsPartial = remaining > 0,
            IsFinal = isFinal,
            RemainingAmount = remaining,
            PaidById = by,
            PaymentDate = now,
            CompletedAt = remaining == 0 || isFinal ? now : null,
        };
        Payments.Add(payment);
        Settle();
        return payment;
    }

    /// <summary>Takes the last standing payment back. The payment stays on record as reversed.</summary>
    public Outcome<TicketPayment> ReversePayment(Guid by, string? reason, DateTimeOffset now)
    {
        if (Payments.Count == 0 || LastStanding is not { } last)
        {
            return TicketRefusals.NoPayments;
        }

        last.Reverse(by, reason, now);
        Settle();
        return last;
    }

    /// <summary>Declares the last standing payment to be the end: the shortfall is written off.</summary>
    public Outcome<TicketPayment> FinalizePayment(string? notes, DateTimeOffset now)
    {
        if (LastStanding is not { } last)
        {
            return TicketRefusals.NoPayments;
        }

        if (last.IsFinal)
        {
            return TicketRefusals.AlreadyFinal;
        }

        if (RemainingAmount == 0)
        {
            return TicketRefusals.FullyPaid;
        }

        last.BecomeFinal(notes, now);
        Settle();
        return last;
    }

    private IEnumerable<TicketPayment> Standing => Payments.Where(p => !p.IsReversed);

    private TicketPayment? LastStanding =>
        Standing.OrderBy(p => p.PaymentDate).ThenBy(p => p.Id).LastOrDefault();

    // Everything that follows from the payments is derived from them, never added to or subtracted from.
    private void Settle()
    {
        TotalPaid = Standing.Sum(p => p.AmountPaid);
        Status = RemainingAmount == 0 || Standing.Any(p => p.IsFinal) ? TicketStatus.Paid : TicketStatus.Evaluated;
    }
}

public enum TicketStatus
{
    Active,
    Evaluated,
    Paid,
    Cancelled,
    Excluded,
}
