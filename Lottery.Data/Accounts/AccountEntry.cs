namespace Lottery.Data.Accounts;

/// <summary>
/// A line of the ledger. Lines are only ever added; the database refuses to change or to delete one. What was wrong is
/// put right by a further line.
/// </summary>
public sealed class AccountEntry
{
    /// <summary>Place in the ledger.</summary>
    public long Id { get; init; }

    public required Guid BancaId { get; init; }

    public required AccountLevel Level { get; init; }

    public required Guid EntityId { get; init; }

    /// <summary>Business day that it counts for.</summary>
    public required DateOnly Day { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>The draw whose tickets it sums up; null for the rest.</summary>
    public Guid? SorteoId { get; init; }

    /// <summary>The movement behind it; null for the rest.</summary>
    public Guid? PaymentId { get; init; }

    /// <summary>Colones. What takes back an earlier line is negative; movements and resets carry their effect's sign.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Tickets summed up, on lines of sales.</summary>
    public int Tickets { get; init; }

    /// <summary>What the saldo of its account changes by, colones: the database derives it from kind and level.</summary>
    public decimal Effect { get; private set; }

    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>Null when the product itself posted it.</summary>
    public Guid? PostedBy { get; init; }
}

/// <summary>What a line of the ledger says.</summary>
public enum EntryKind
{
    /// <summary>Stakes of evaluated draws: raise the saldo.</summary>
    Sales,

    /// <summary>Prizes won: lower it.</summary>
    Payout,

    /// <summary>Lowers the saldo of the vendedor; on the other levels it is only told.</summary>
    VendedorCommission,

    /// <summary>Lowers the saldo of ventana and banca; on the vendedor's level it is only told.</summary>
    ListeroCommission,

    /// <summary>A payment to the entity, positive, or a collection from it, negative.</summary>
    Movement,

    /// <summary>Takes a movement back.</summary>
    Reversal,

    /// <summary>What the vendedor is let off, negative; given back, positive.</summary>
    Reset,
}
