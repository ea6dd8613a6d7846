using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lottery.Api.Http;
using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Statements;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Accounts.Statements;

[ValidatableType]
public sealed record StatementQuery
{
    [Month]
    public string? Month { get; init; }

    [RegularExpression("^(today|yesterday|week|month|year|range)$", ErrorMessage = Rules.Pattern)]
    public string? Date { get; init; }

    public DateOnly? FromDate { get; init; }

    public DateOnly? ToDate { get; init; }

    [Required(ErrorMessage = Rules.Required)]
    [RegularExpression("^(mine|all|ventana)$", ErrorMessage = Rules.Pattern)]
    public string? Scope { get; init; }

    [Required(ErrorMessage = Rules.Required)]
    [RegularExpression("^(banca|ventana|vendedor)$", ErrorMessage = Rules.Pattern)]
    public string? Dimension { get; init; }

    public Guid? BancaId { get; init; }

    public Guid? VentanaId { get; init; }

    public Guid? VendedorId { get; init; }

    /// <summary>Order of the days; the newest first unless it says asc.</summary>
    [RegularExpression("^(asc|desc)$", ErrorMessage = Rules.Pattern)]
    public string? Sort { get; init; }

    /// <summary>true: as if the vendedor had never been let off anything.</summary>
    public string? IgnoreReset { get; init; }

    internal AccountFilter Filter => new(Enum.Parse<AccountLevel>(Dimension!, ignoreCase: true), BancaId, VentanaId, VendedorId);
}

/// <param name="Totals">Of the days that were asked for.</param>
/// <param name="MonthlyAccumulated">Of the month, with the saldo of its last day.</param>
public sealed record StatementResponse(
    IReadOnlyList<DayStatementResponse> Statements,
    StatementTotals Totals,
    MonthlyAccumulated MonthlyAccumulated,
    StatementMeta Meta);

/// <param name="Id">The row's; <c>agg-</c> and the date for several accounts together, <c>gap-</c> for a day without one.</param>
/// <param name="Balance">Sales less prizes less commission, with movements.</param>
/// <param name="RemainingBalance">Saldo at the end of the day.</param>
public sealed record DayStatementResponse(
    string Id,
    DateOnly Date,
    string Month,
    Guid? BancaId,
    string? BancaName,
    string? BancaCode,
    Guid? VentanaId,
    string? VentanaName,
    string? VentanaCode,
    Guid? VendedorId,
    string? VendedorName,
    string? VendedorCode,
    decimal TotalSales,
    decimal TotalPayouts,
    decimal ListeroCommission,
    decimal VendedorCommission,
    decimal TotalPaid,
    decimal TotalCollected,
    decimal TotalPaymentsCollections,
    decimal Balance,
    decimal RemainingBalance,
    int TicketCount,
    bool IsSettled,
    bool CanEdit,
    bool HasSorteos,
    IReadOnlyList<TimelineResponse>? BySorteo,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt)
{
    /// <summary>Only of several accounts together.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MonthId { get; init; }

    internal static DayStatementResponse Of(StatementDay day, AccountLevel level, bool isOne, AccountNames names)
    {
        var f = day.Figures;
        var id = day.IsGap ? $"gap-{day.Day:yyyy-MM-dd}" : day.Id?.ToString() ?? $"agg-{day.Day:yyyy-MM-dd}";
        return new DayStatementResponse(
            id, day.Day, $"{day.Day:yyyy-MM}", names.Banca?.Id, names.Banca?.Name, names.Banca?.Code, names.Ventana?.Id,
            names.Ventana?.Name, names.Ventana?.Code, names.Vendedor?.Id, names.Vendedor?.Name, names.Vendedor?.Code,
            f.Sales, f.Payouts, f.ListeroCommission, f.VendedorCommission, f.Paid, f.Collected, f.Paid - f.Collected,
            f.BalanceWithMovements(level), day.Remaining, f.Tickets, day.IsSettled,
            isOne && !day.IsGap && !day.IsSettled, !day.IsGap, null, day.CreatedAt, day.UpdatedAt)
        {
            MonthId = isOne ? null : $"{day.Day:yyyy-MM}",
        };
    }
}

/// <param name="TotalBalance">Σ of the days' balances.</param>
/// <param name="TotalRemainingBalance">The same, as terminals read it; the saldo is in the monthly figures.</param>
public sealed record StatementTotals(
    decimal TotalSales,
    decimal TotalPayouts,
    decimal TotalListeroCommission,
    decimal TotalVendedorCommission,
    decimal TotalBalance,
    decimal TotalPaid,
    decimal TotalCollected,
    decimal TotalRemainingBalance,
    int SettledDays,
    int PendingDays)
{
    internal static StatementTotals Of(IReadOnlyList<StatementDay> days, AccountLevel level)
    {
        var sum = days.Aggregate(default(StatementFigures), (total, day) => total + day.Figures);
        var balance = sum.BalanceWithMovements(level);
        var settled = days.Count(day => day.IsSettled);
        return new StatementTotals(
            sum.Sales, sum.Payouts, sum.ListeroCommission, sum.VendedorCommission, balance, sum.Paid, sum.Collected,
            balance, settled, days.Count(day => !day.IsGap) - settled);
    }
}

/// <param name="TotalRemainingBalance">Saldo at the end of the month, or now while it lasts.</param>
public sealed record MonthlyAccumulated(
    decimal TotalSales,
    decimal TotalPayouts,
    decimal TotalBalance,
    decimal TotalPaid,
    decimal TotalCollected,
    decimal TotalRemainingBalance,
    int SettledDays,
    int PendingDays)
{
    internal static MonthlyAccumulated Of(IReadOnlyList<StatementDay> days, AccountLevel level)
    {
        var totals = StatementTotals.Of(days, level);
        return new MonthlyAccumulated(
            totals.TotalSales, totals.TotalPayouts, totals.TotalBalance, totals.TotalPaid, totals.TotalCollected,
            days.Count == 0 ? 0 : days[^1].Remaining, totals.SettledDays, totals.PendingDays);
    }
}

/// <param name="TotalDays">Days of the month that are told.</param>
public sealed record StatementMeta(
    string Month,
    DateOnly StartDate,
    DateOnly EndDate,
    string Dimension,
    int TotalDays,
    DateOnly MonthStartDate,
    DateOnly MonthEndDate);

public sealed record CurrentBalanceResponse(
    decimal Balance, decimal RemainingBalance, Guid VentanaId, string VentanaName, DateTimeOffset UpdatedAt);

public sealed record HistoricalEntitiesResponse(
    IReadOnlyList<HistoricalVendedor> Vendedores, IReadOnlyList<HistoricalVentana> Ventanas);

public sealed record HistoricalVendedor(Guid Id, string Name, string Username, string? Code);

public sealed record HistoricalVentana(Guid Id, string Name, string? Code);

public sealed record DeletedStatement(bool Success);

[ValidatableType]
public sealed record CurrentBalanceQuery
{
    [Required(ErrorMessage = Rules.Required)]
    [RegularExpression("^mine$", ErrorMessage = Rules.Pattern)]
    public string? Scope { get; init; }

    [Required(ErrorMessage = Rules.Required)]
    [RegularExpression("^ventana$", ErrorMessage = Rules.Pattern)]
    public string? Dimension { get; init; }
}

/// <summary>Which settled days are to be opened again: of one account, or of every account of the banca.</summary>
/// <param name="Date">The first of them.</param>
[ValidatableType]
public sealed record ReopenStatementsRequest(
    DateOnly Date,
    Guid BancaId,
    [StringLength(500, MinimumLength = 5, ErrorMessage = Rules.Length)] string Reason,
    Guid? VentanaId = null,
    Guid? VendedorId = null);

public sealed record ReopenedStatements(int ReopenedCount, DateOnly From);
