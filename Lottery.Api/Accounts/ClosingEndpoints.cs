using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Api.Jobs;
using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Closings;
using Lottery.Data.Calendar;
using Lottery.Data.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Accounts;

/// <summary>Months that are over, and whether the ledger holds.</summary>
internal static class ClosingEndpoints
{
    public static void MapClosings(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("/monthly-closings", ListClosings, AccessMatrix.ListClosings).Strict<ListClosingsQuery>()
            .WithSummary("List closed months, newest first: what each account began with, what it brought, its saldo");
        accounts.MapPost("/monthly-closings", CloseMonth, AccessMatrix.CloseMonth)
            .WithSummary("Close a month that is over, again if need be; the last one when none is named")
            .Example(new CloseMonthRequest("2026-09"))
            .Refuses(AccountRefusals.MonthNotOver);
        accounts.MapPost("/reconciliation", ReconcileAccounts, AccessMatrix.ReconcileAccounts)
            .WithSummary("Hold the accounts against the tickets and movements that they come from, and tell what differs");
    }

    private static async Task<PageReply<ClosingResponse>> ListClosings(
        [AsParameters] ListClosingsQuery query, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var month = query.Month is { } text ? MonthAttribute.FirstDayOf(text) : (DateOnly?)null;
        var level = query.Dimension is { } word ? Enum.Parse<AccountLevel>(word, ignoreCase: true) : (AccountLevel?)null;
        var (banca, entity) = (query.BancaId, query.VendedorId ?? query.VentanaId);
        var page = await db.MonthlyClosings.AsNoTracking()
            .Where(c => month == null || c.Month == month)
            .Where(c => level == null || c.Level == level)
            .Where(c => banca == null || c.BancaId == banca)
            .Where(c => entity == null || c.EntityId == entity)
            .OrderByDescending(c => c.Month).ThenBy(c => c.BancaId).ThenBy(c => c.Level).ThenBy(c => c.EntityId)
            .ToPage(query, 20, cancellationToken);
        return page.Select(ClosingResponse.Of);
    }

    private static async Task<Reply<ClosedMonthResponse>> CloseMonth(
        CloseMonthRequest request, MonthlyClosings closings, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var running = Months.Of(calendar.Today);
        var month = request.Month is { } text ? MonthAttribute.FirstDayOf(text) : running.AddMonths(-1);
        return month >= running
            ? AccountRefusals.MonthNotOver
            : ClosedMonthResponse.Of(await closings.Close(month, current.Actor, cancellationToken), calendar.Now);
    }

    private static async Task<RunReply<ReconciliationResponse>> ReconcileAccounts(
        JobRequests requests, JobWaiting waiting, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken) =>
        RunReply<ReconciliationResponse>.Of(
            await waiting.Run(db, requests, JobNames.Reconciliation, null, current.Actor with { BancaId = null }, cancellationToken),
            ReconciliationResponse.Of);
}

[ValidatableType]
public sealed record ListClosingsQuery : ListQuery
{
    [Month]
    public string? Month { get; init; }

    [RegularExpression("^(banca|ventana|vendedor)$", ErrorMessage = Rules.Pattern)]
    public string? Dimension { get; init; }

    public Guid? BancaId { get; init; }

    public Guid? VentanaId { get; init; }

    public Guid? VendedorId { get; init; }
}

[ValidatableType]
public sealed record CloseMonthRequest(
    [Month] string? Month = null);

/// <param name="OpeningBalance">Saldo at the end of the month before.</param>
/// <param name="NetBalance">What the month changed it by.</param>
/// <param name="ClosingBalance">Saldo at the end of the month.</param>
/// <param name="TotalCommission">The one that counts for the dimension.</param>
public sealed record ClosingResponse(
    string ClosingMonth,
    string Dimension,
    Guid BancaId,
    Guid? VentanaId,
    Guid? VendedorId,
    decimal OpeningBalance,
    decimal NetBalance,
    decimal ClosingBalance,
    decimal TotalSales,
    decimal TotalPayouts,
    decimal TotalCommission,
    decimal TotalPaid,
    decimal TotalCollected,
    decimal TotalReset,
    int TicketCount,
    DateTimeOffset ClosingDate)
{
    internal static ClosingResponse Of(MonthlyClosing c) => new(
        $"{c.Month:yyyy-MM}", c.Level.ToString().ToLowerInvariant(), c.BancaId,
        c.Level == AccountLevel.Ventana ? c.EntityId : null, c.Level == AccountLevel.Vendedor ? c.EntityId : null,
        c.Opening, c.Net, c.Closing, c.Sales, c.Payouts,
        c.Level == AccountLevel.Vendedor ? c.VendedorCommission : c.ListeroCommission, c.Paid, c.Collected, c.Reset,
        c.Tickets, c.ClosedAt);
}

/// <param name="Success">False when a banca's month could not be closed; the others are.</param>
public sealed record ClosedMonthResponse(
    bool Success, string ClosingMonth, int Accounts, IReadOnlyList<ClosingError> Errors, DateTimeOffset ExecutedAt)
{
    internal static ClosedMonthResponse Of(ClosedMonths closed, DateTimeOffset now) => new(
        closed.IsComplete && closed.Errors.Count == 0, $"{closed.Month:yyyy-MM}", closed.Accounts, closed.Errors, now);
}
