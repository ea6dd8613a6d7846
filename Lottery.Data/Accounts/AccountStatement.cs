namespace Lottery.Data.Accounts;

/// <summary>
/// A day of an account: a projection of its entries, changed with them in the same transaction. Days on which nothing
/// happened have no row; the saldo of the last one before carries over, across months as well.
/// </summary>
public sealed class AccountStatement
{
    public Guid Id { get; init; }

    public required Guid BancaId { get; init; }

    public required AccountLevel Level { get; init; }

    public required Guid EntityId { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>Colones, like every amount here.</summary>
    public decimal Sales { get; init; }

    public decimal Payouts { get; init; }

    public decimal VendedorCommission { get; init; }

    public decimal ListeroCommission { get; init; }

    /// <summary>Σ of the payments that stand.</summary>
    public decimal Paid { get; init; }

    /// <summary>Σ of the collections that stand.</summary>
    public decimal Collected { get; init; }

    /// <summary>What the vendedor was let off that day, negative.</summary>
    public decimal Reset { get; init; }

    public int Tickets { get; init; }

    /// <summary>What the day changed the saldo by.</summary>
    public decimal Net { get; init; }

    /// <summary>Saldo at the end of the day: Σ of the effects of all entries until then.</summary>
    public decimal Remaining { get; init; }

    /// <summary>Set while the day is locked.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Null when the product settled it by itself.</summary>
    public Guid? SettledBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Locked, or even by what was paid: tickets, a movement, and nothing left.</summary>
    public bool IsSettled => SettledAt is not null || (Tickets > 0 && Remaining == 0 && (Paid > 0 || Collected > 0));
}
