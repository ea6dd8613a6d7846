namespace Lottery.Data.Accounts.Statements;

/// <summary>A day of one account or of several together, colones. Without a row nothing happened and the saldo stays.</summary>
/// <param name="Id">The row's, when it is one account's; null for several together and for days without a row.</param>
/// <param name="Net">What the day changed the saldo by.</param>
/// <param name="Remaining">Saldo at the end of the day.</param>
/// <param name="IsSettled">All of them are.</param>
public sealed record StatementDay(
    DateOnly Day,
    Guid? Id,
    StatementFigures Figures,
    decimal Net,
    decimal Remaining,
    bool IsSettled,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt)
{
    /// <summary>True for a day that there is no row of.</summary>
    public bool IsGap => CreatedAt is null;
}

/// <summary>What adds up over days and accounts, colones.</summary>
public readonly record struct StatementFigures(
    decimal Sales,
    decimal Payouts,
    decimal ListeroCommission,
    decimal VendedorCommission,
    decimal Paid,
    decimal Collected,
    decimal Reset,
    int Tickets)
{
    /// <summary>Sales less prizes less the commission of the level, without movements.</summary>
    public decimal Balance(AccountLevel level) =>
        Sales - Payouts - (level == AccountLevel.Vendedor ? VendedorCommission : ListeroCommission);

    /// <summary>The same with movements.</summary>
    public decimal BalanceWithMovements(AccountLevel level) => Balance(level) + Paid - Collected;

    public static StatementFigures operator +(StatementFigures one, StatementFigures other) => new(
        one.Sales + other.Sales, one.Payouts + other.Payouts, one.ListeroCommission + other.ListeroCommission,
        one.VendedorCommission + other.VendedorCommission, one.Paid + other.Paid, one.Collected + other.Collected,
        one.Reset + other.Reset, one.Tickets + other.Tickets);
}
