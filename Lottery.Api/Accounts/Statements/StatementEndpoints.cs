using System.Globalization;
using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Settlement;
using Lottery.Data.Accounts.Statements;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Accounts.Statements;

internal static class StatementEndpoints
{
    public static void MapStatements(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("/statement", GetStatement, AccessMatrix.GetStatement).Strict<StatementQuery>()
            .WithSummary("Tell an account day by day, or several together, with the saldo after each day")
            .Refuses(DateRange.Invalid, AccountRefusals.Forbidden, AccountRefusals.InvalidDimension);
        accounts.MapGet("/statement/{date}/bySorteo", GetTimeline, AccessMatrix.GetTimeline).Strict<TimelineQuery>()
            .WithSummary("Tell a day of an account event by event, newest first")
            .Refuses(AccountRefusals.InvalidDate, AccountRefusals.InvalidDimension, AccountRefusals.Forbidden);
        accounts.MapGet("/historical-entities", GetHistoricalEntities, AccessMatrix.GetHistoricalEntities)
            .WithSummary("List who has an account with the banca, those who moved away included");
        accounts.MapGet("/balance/current", GetCurrentBalance, AccessMatrix.GetCurrentBalance)
            .Strict<CurrentBalanceQuery>()
            .WithSummary("Tell a ventana its saldo");
        accounts.MapDelete("/statement/{id}", DeleteStatement, AccessMatrix.DeleteStatement)
            .WithSummary("Take a day off the list on which nothing is left")
            .Refuses(
                AccountRefusals.StatementNotFound, AccountRefusals.StatementHasTickets,
                AccountRefusals.StatementHasPayments, AccountRefusals.Settled(new DateOnly(2026, 10, 20)));
        accounts.MapPost("/reopen", ReopenStatements, AccessMatrix.ReopenStatements)
            .WithSummary("Open settled days again, from one on, so that they can be corrected")
            .Example(new ReopenStatementsRequest(new DateOnly(2026, 10, 1), Guid.Empty, "Cobro olvidado"))
            .Refuses(
                BancaRefusals.NotFound, AccountRefusals.Forbidden, AccountRefusals.VendedorNotFound,
                AccountRefusals.NothingSettled);
    }

    private static async Task<TaggedReply<StatementResponse>> GetStatement(
        [AsParameters] StatementQuery query, StatementReport report, LotteryDbContext db, CurrentActor current,
        BusinessCalendar calendar, HttpContext context, CancellationToken cancellationToken)
    {
        var (actor, filter) = (current.Actor, query.Filter);
        if (AccountScope.Wrong(query.Scope!, filter.Level, actor) is { } wrong)
        {
            return wrong;
        }

        if ((await AccountScope.Of(filter, actor, db, cancellationToken)).IsRefused(out var refusal, out var accounts)
            || StatementPeriod.Of(query, calendar).IsRefused(out refusal, out var period))
        {
            return refusal;
        }

        var ignoreReset = query.IgnoreReset == "true" && actor.Role != Role.Vendedor;
        var (version, count) = await report.VersionOf(accounts, cancellationToken);
        var names = await AccountScope.Names(accounts, count > 0, db, cancellationToken);
        return await TaggedReply<StatementResponse>.Of(
            context,
            () => StatementReader.Read(
                new StatementAsked(accounts, names, period, query.Sort == "asc", ignoreReset), report, db, current, calendar,
                cancellationToken),
            actor.Id, accounts, version, count, names, period, query.Sort, ignoreReset);
    }

    private static async Task<ReportReply<IReadOnlyList<TimelineResponse>>> GetTimeline(
        string date, [AsParameters] TimelineQuery query, DayTimeline timeline, LotteryDbContext db, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day.Year is < 2000 or > 2100)
        {
            return AccountRefusals.InvalidDate;
        }

        if (query.Dimension is not ("banca" or "ventana" or "vendedor"))
        {
            return AccountRefusals.InvalidDimension;
        }

        var filter = new AccountFilter(
            Enum.Parse<AccountLevel>(query.Dimension, ignoreCase: true), query.BancaId, query.VentanaId,
            query.VendedorId);
        return (await AccountScope.Of(filter, current.Actor, db, cancellationToken))
            .IsRefused(out var refusal, out var accounts)
            ? refusal
            : new Outcome<IReadOnlyList<TimelineResponse>>(TimelineResponse.Of(
                await timeline.Of(accounts, day, cancellationToken), day, accounts, calendar));
    }

    private static async Task<ReportReply<HistoricalEntitiesResponse>> GetHistoricalEntities(
        LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        if (current.Actor is not { BancaId: { } bancaId } actor)
        {
            return new Outcome<HistoricalEntitiesResponse>(new HistoricalEntitiesResponse([], []));
        }

        var vendedores = await (
            from account in db.Accounts
            join user in db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter]) on account.EntityId equals user.Id
            where account.BancaId == bancaId && account.Level == AccountLevel.Vendedor
                && (actor.Role != Role.Vendedor || user.Id == actor.UserId)
                && (actor.Role != Role.Ventana || user.VentanaId == actor.VentanaId)
            orderby user.Name, user.Id
            select new HistoricalVendedor(user.Id, user.Name, user.Username, user.Code))
            .TagWith("account.vendedores").ToListAsync(cancellationToken);
        var ventanas = await (
            from account in db.Accounts
            join ventana in db.Ventanas on account.EntityId equals ventana.Id
            where account.BancaId == bancaId && account.Level == AccountLevel.Ventana
                && (actor.VentanaId == null || ventana.Id == actor.VentanaId)
            orderby ventana.Name, ventana.Id
            select new HistoricalVentana(ventana.Id, ventana.Name, ventana.Code))
            .TagWith("account.ventanas").ToListAsync(cancellationToken);
        return new Outcome<HistoricalEntitiesResponse>(new HistoricalEntitiesResponse(vendedores, ventanas));
    }

    private static async Task<Reply<CurrentBalanceResponse>> GetCurrentBalance(
        [AsParameters] CurrentBalanceQuery query, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var ventana = await db.Ventanas.Where(v => v.Id == current.Actor.VentanaId)
            .Select(v => new { v.Id, v.Name }).SingleAsync(cancellationToken);
        var saldo = await db.Accounts.Where(a => a.Level == AccountLevel.Ventana && a.EntityId == ventana.Id)
            .SumAsync(a => a.Saldo, cancellationToken);
        return new CurrentBalanceResponse(saldo, saldo, ventana.Id, ventana.Name, calendar.Now);
    }

    private static async Task<Reply<DeletedStatement>> DeleteStatement(
        Guid id, StatementRemoval removal, CurrentActor current, CancellationToken cancellationToken) =>
        (await removal.Remove(id, current.Actor, cancellationToken)).Select(_ => new DeletedStatement(true));

    private static async Task<Reply<ReopenedStatements>> ReopenStatements(
        ReopenStatementsRequest request, StatementReopening reopening, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken)
    {
        if (!await db.Bancas.AnyAsync(b => b.Id == request.BancaId, cancellationToken))
        {
            return BancaRefusals.NotFound;
        }

        AccountKey? account = request.VendedorId is { } vendedor
            ? new AccountKey(request.BancaId, AccountLevel.Vendedor, vendedor)
            : request.VentanaId is { } ventana ? new AccountKey(request.BancaId, AccountLevel.Ventana, ventana)
            : null;
        return (await reopening.From(
            request.Date, request.BancaId, account, request.Reason, current.Actor, cancellationToken))
            .Select(count => new ReopenedStatements(count, request.Date));
    }
}
