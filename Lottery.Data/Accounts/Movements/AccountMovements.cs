using Lottery.Data.Accounts.Posting;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Accounts.Movements;

/// <summary>
/// Payments and collections. A movement, its line in the ledger, the day it is for, the days after it, the closed months
/// and the line of the activity log are one transaction, with the account held.
/// </summary>
public sealed class AccountMovements(
    LotteryDbContext db, MovementTarget target, Ledger ledger, BusinessCalendar calendar, ILogger<AccountMovements> log)
{
    private const int FirstYear = 2000;

    /// <summary>Registers a movement. The same key with the same request answers with the first one.</summary>
    public async Task<Outcome<RegisteredMovement>> Register(
        MovementRequest request, Actor actor, CancellationToken cancellationToken)
    {
        if (Wrong(request) is { } wrong)
        {
            return wrong;
        }

        var outcome = await db.InTransaction<RegisteredMovement>("account.payment", async ct =>
        {
            var found = await target.Find(request.BancaId, request.VentanaId, request.VendedorId, actor, ct);
            if (found.IsRefused(out var no, out var whose))
            {
                return no;
            }

            // With the account held: of two requests at once with the same key the second finds the first.
            var account = await ledger.Take(whose.Account, ct);
            if (await Earlier(request, account, ct) is { } earlier)
            {
                return earlier;
            }

            var payment = Payment(request, account.Key, whose.VentanaId, actor);
            db.AccountPayments.Add(payment);
            await db.SaveChangesAsync(ct);
            if (await ledger.Post(account, request.Day, EntryKind.Movement, payment.Effect, payment.Id, actor, ct)
                is { } settled)
            {
                return settled;
            }

            Record(ActivityType.AccountPaymentCreate, payment, "Movimiento registrado", null, actor);
            return new RegisteredMovement(payment, IsReplay: false);
        }, cancellationToken);
        if (!outcome.IsRefused(out _, out var made) && !made.IsReplay)
        {
            MovementLog.Registered(
                log, made.Payment.Id, WireNames.Of(made.Payment.Level), made.Payment.EntityId, $"{made.Payment.Day:yyyy-MM-dd}",
                made.Payment.Effect);
        }

        return outcome;
    }

    /// <summary>Takes a movement back: it stays on record, and the ledger gets the contrary on the same day.</summary>
    public async Task<Outcome<RegisteredMovement>> Reverse(
        Guid paymentId, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<RegisteredMovement>("account.payment-reverse", async ct =>
        {
            // Whose it is never changes, so it may be read before the account is held.
            var key = await db.AccountPayments.AsNoTracking().SingleOrDefaultAsync(p => p.Id == paymentId, ct);
            if (key is null)
            {
                return AccountRefusals.PaymentNotFound;
            }

            if (actor.Role == Role.Ventana && await Foreign(key, actor, ct))
            {
                return AccountRefusals.Forbidden;
            }

            var account = await ledger.Take(key.Account, ct);
            var payment = await db.AccountPayments.SingleAsync(p => p.Id == paymentId, ct);
            if (payment.Reverse(actor.Id, reason, calendar.Now) is { } refusal)
            {
                return refusal;
            }

            if (await ledger.Post(account, payment.Day, EntryKind.Reversal, -payment.Effect, payment.Id, actor, ct)
                is { } settled)
            {
                return settled;
            }

            Record(ActivityType.AccountPaymentReverse, payment, "Movimiento revertido", reason, actor);
            return new RegisteredMovement(payment, IsReplay: false);
        }, cancellationToken);
        if (!outcome.IsRefused(out _, out var taken))
        {
            MovementLog.Reversed(
                log, taken.Payment.Id, WireNames.Of(taken.Payment.Level), taken.Payment.EntityId,
                $"{taken.Payment.Day:yyyy-MM-dd}", -taken.Payment.Effect);
        }

        return outcome;
    }

    private Refusal? Wrong(MovementRequest request) =>
        !Money.IsPayable(request.Amount) ? AccountRefusals.InvalidAmount
        // Older than the business: a slip of the hand that would move every saldo since.
        : request.Day.Year < FirstYear ? AccountRefusals.InvalidDate
        : request.Day > calendar.Today ? AccountRefusals.FutureDate
        : request.Day == calendar.Today && request.Time > TimeOnly.FromDateTime(calendar.WallClock(calendar.Now))
            ? AccountRefusals.FutureTime
        : null;

    private async Task<Outcome<RegisteredMovement>?> Earlier(
        MovementRequest request, Account account, CancellationToken cancellationToken)
    {
        if (request.IdempotencyKey is not { } key)
        {
            return null;
        }

        var earlier = await db.AccountPayments.AsNoTracking()
            .SingleOrDefaultAsync(p => p.BancaId == account.BancaId && p.IdempotencyKey == key, cancellationToken);
        return earlier is null ? (Outcome<RegisteredMovement>?)null
            : earlier.Account == account.Key && earlier.PayloadHash!.AsSpan().SequenceEqual(request.PayloadHash())
                ? new RegisteredMovement(earlier, IsReplay: true)
            : AccountRefusals.PayloadMismatch;
    }

    private AccountPayment Payment(MovementRequest request, AccountKey account, Guid? ventanaId, Actor actor) => new()
    {
        BancaId = account.BancaId,
        Level = account.Level,
        EntityId = account.EntityId,
        VentanaId = ventanaId,
        Day = request.Day,
        Time = request.Time ?? TimeOnly.MinValue,
        Amount = request.Amount,
        Type = request.Type,
        Method = request.Method,
        Notes = request.Notes,
        IsFinal = request.IsFinal,
        PaidById = actor.Id,
        IdempotencyKey = request.IdempotencyKey,
        PayloadHash = request.IdempotencyKey is null ? null : request.PayloadHash(),
        CreatedAt = calendar.Now,
    };

    private async Task<bool> Foreign(AccountPayment payment, Actor actor, CancellationToken cancellationToken) =>
        payment.Level switch
        {
            AccountLevel.Vendedor => !await db.Users
                .AnyAsync(u => u.Id == payment.EntityId && u.VentanaId == actor.VentanaId, cancellationToken),
            AccountLevel.Ventana => payment.EntityId != actor.VentanaId,
            _ => true,
        };

    private void Record(ActivityType action, AccountPayment payment, string description, string? reason, Actor actor) =>
        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, action, "ACCOUNT_PAYMENT", payment.Id.ToString(), payment.BancaId,
            new
            {
                payment.Level,
                payment.EntityId,
                date = payment.Day,
                payment.Amount,
                payment.Type,
                payment.Method,
                reason,
                payment.ReversedAt,
                description = $"{description}: {payment.Amount:0.00}",
            },
            calendar.Now));
}

internal static partial class MovementLog
{
    [LoggerMessage(EventName = "ACCOUNT_PAYMENT_CREATE", Level = LogLevel.Information,
        Message = "A movement was registered for {date}")]
    public static partial void Registered(
        ILogger log, Guid paymentId, string level, Guid entityId, string date, decimal effect);

    [LoggerMessage(EventName = "ACCOUNT_PAYMENT_REVERSE", Level = LogLevel.Information,
        Message = "A movement of {date} was taken back")]
    public static partial void Reversed(
        ILogger log, Guid paymentId, string level, Guid entityId, string date, decimal effect);
}
