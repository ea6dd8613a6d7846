using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Movements;
using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Tickets;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Accounts.Movements;

internal static class MovementEndpoints
{
    public static readonly Refusal InvalidReason =
        Refusal.Invalid("INVALID_REASON", "La razón debe tener al menos 5 caracteres.");

    public static readonly Refusal MissingVendedor =
        Refusal.Invalid("MISSING_VENDEDOR_ID", "Indica el vendedor.");

    public static void MapMovements(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        var settled = AccountRefusals.Settled(new DateOnly(2026, 10, 20));
        accounts.MapPost("/payment", RegisterMovement, AccessMatrix.RegisterMovement)
            .WithSummary("Register a payment to or a collection from an account; 200 when the key was used before")
            .Example(new RegisterMovementRequest(
                new DateOnly(2026, 10, 20), 30_000, "collection", "cash", "14:30", VendedorId: Guid.Empty,
                IdempotencyKey: "cobro-000123"))
            .Refuses(
                AccountRefusals.InvalidTime, AccountRefusals.InvalidAmount, AccountRefusals.InvalidDate, AccountRefusals.FutureDate,
                AccountRefusals.FutureTime, AccountRefusals.MissingDimension, AccountRefusals.Forbidden,
                AccountRefusals.VendedorNotFound, VentanaRefusals.NotFound, BancaRefusals.NotFound,
                AccountRefusals.PayloadMismatch, TicketRefusals.KeyInvalid, settled);
        accounts.MapGet("/payment-history", ListMovements, AccessMatrix.ListMovements).Strict<ListMovementsQuery>()
            .WithSummary("List the movements of a day, newest first, reversed ones included")
            .Refuses(AccountRefusals.Forbidden);
        accounts.MapPost("/reverse-payment", ReverseMovement, AccessMatrix.ReverseMovement)
            .WithSummary("Take a movement back, for good")
            .Example(new ReverseMovementRequest(Guid.Empty, "Monto equivocado"))
            .Refuses(
                InvalidReason, AccountRefusals.PaymentNotFound, AccountRefusals.PaymentAlreadyReversed,
                AccountRefusals.Forbidden, settled);
        accounts.MapPost("/reset-balance", ResetBalance, AccessMatrix.ResetBalance)
            .WithSummary("Let a vendedor off its saldo, or give back what was let off")
            .Example(new ResetBalanceRequest(Guid.Empty))
            .Refuses(MissingVendedor, AccountRefusals.VendedorNotFound, settled);
    }

    private static async Task<MovementReply> RegisterMovement(
        RegisterMovementRequest request, AccountMovements movements, MovementReader reader, CurrentActor current,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (IdempotencyHeader.Read(context.Request, out var header) is { } invalid)
        {
            return invalid;
        }

        if (request.Read(header).IsRefused(out var refusal, out var wanted)
            || (await movements.Register(wanted, current.Actor, cancellationToken))
                .IsRefused(out refusal, out var registered))
        {
            return refusal;
        }

        return MovementReply.Of(
            await reader.Show(registered.Payment, cancellationToken), registered.IsReplay);
    }

    private static async Task<PageReply<MovementResponse>> ListMovements(
        [AsParameters] ListMovementsQuery query, LotteryDbContext db, MovementReader reader, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var (day, actor) = (query.Date!.Value, current.Actor);
        var rows = db.AccountPayments.AsNoTracking().Where(p => p.Day == day);
        if ((await Visible(rows, query, actor, db, cancellationToken)).IsRefused(out var refusal, out var visible))
        {
            return refusal;
        }

        var page = await visible.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id)
            .ToPage(query, 20, cancellationToken);
        var shown = await reader.Show(page.Data, day, cancellationToken);
        if (actor.Role is Role.Admin or Role.Banca)
        {
            db.ActivityLogs.Add(ActivityTrail.Line(
                actor, ActivityType.AccountPaymentHistoryView, "ACCOUNT_PAYMENT", null, actor.BancaId,
                new { date = day, query.VentanaId, query.VendedorId, description = "Historial de movimientos consultado" },
                calendar.Now));
            await db.SaveChangesAsync(cancellationToken);
        }

        return new PageEnvelope<MovementResponse>(shown, page.Meta);
    }

    private static async Task<Outcome<IQueryable<AccountPayment>>> Visible(
        IQueryable<AccountPayment> rows, ListMovementsQuery query, Actor actor, LotteryDbContext db,
        CancellationToken cancellationToken)
    {
        var (bancaId, ventanaId, vendedorId) = (query.BancaId, query.VentanaId, query.VendedorId);
        switch (actor.Role)
        {
            case Role.Vendedor:
                (ventanaId, vendedorId) = (null, actor.UserId);
                break;

            case Role.Ventana:
                if ((ventanaId is { } asked && asked != actor.VentanaId)
                    || (vendedorId is { } vendedor && !await db.Users.AnyAsync(
                        u => u.Id == vendedor && u.VentanaId == actor.VentanaId, cancellationToken)))
                {
                    return AccountRefusals.Forbidden;
                }

                ventanaId = vendedorId is null ? actor.VentanaId : null;
                break;
        }

        return new(rows
            .Where(p => bancaId == null || p.BancaId == bancaId)
            .Where(p => vendedorId == null || (p.Level == AccountLevel.Vendedor && p.EntityId == vendedorId))
            .Where(p => ventanaId == null || p.VentanaId == ventanaId));
    }

    private static async Task<Reply<RegisteredMovementResponse>> ReverseMovement(
        ReverseMovementRequest request, AccountMovements movements, MovementReader reader, CurrentActor current,
        CancellationToken cancellationToken)
    {
        if (request.Reason is { } reason && reason.Trim().Length < ReverseMovementRequest.ShortestReason)
        {
            return InvalidReason;
        }

        return (await movements.Reverse(request.PaymentId, request.Reason, current.Actor, cancellationToken))
            .IsRefused(out var refusal, out var reversed)
            ? refusal
            : await reader.Show(reversed.Payment, cancellationToken);
    }

    private static async Task<Reply<ResetBalanceResponse>> ResetBalance(
        ResetBalanceRequest request, BalanceReset reset, CurrentActor current, CancellationToken cancellationToken)
    {
        if (request.VendedorId is not { } vendedorId)
        {
            return MissingVendedor;
        }

        var outcome = request.Revert is true
            ? await reset.Revert(vendedorId, current.Actor, cancellationToken)
            : await reset.Apply(vendedorId, current.Actor, cancellationToken);
        return outcome.Select(at => new ResetBalanceResponse(true, at));
    }
}
