namespace Lottery.Data.Accounts;

/// <summary>
/// What somebody owes to the level above within a banca. A vendedor who moves to another banca leaves the account of the
/// old one behind and begins with nothing in the new one. The row is the turn of whoever posts: it is locked first.
/// </summary>
public sealed class Account
{
    public required Guid BancaId { get; init; }

    public required AccountLevel Level { get; init; }

    /// <summary>Vendedor, ventana or banca, as <see cref="Level"/> says.</summary>
    public required Guid EntityId { get; init; }

    /// <summary>Σ of the effects of all its entries, colones. Positive: the entity holds money of the level above.</summary>
    public decimal Saldo { get; init; }

    /// <summary>Grows with every change of anything that is shown of the account.</summary>
    public long Version { get; init; }

    /// <summary>Last settled day: nothing is posted on it or before it. Null when none is.</summary>
    public DateOnly? SettledThrough { get; init; }

    public AccountKey Key => new(BancaId, Level, EntityId);
}

/// <summary>Whose ledger it is. The three are independent: each is kept from the same tickets, none from another.</summary>
public enum AccountLevel
{
    Vendedor,
    Ventana,
    Banca,
}

/// <summary>An account within its banca.</summary>
public readonly record struct AccountKey(Guid BancaId, AccountLevel Level, Guid EntityId)
{
    public Guid? VendedorId => Level == AccountLevel.Vendedor ? EntityId : null;

    public Guid? VentanaId => Level == AccountLevel.Ventana ? EntityId : null;
}
