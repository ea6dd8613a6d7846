using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Tickets;

/// <summary>
/// Paying prizes. The ticket's row is locked while its payments are read and written, and the database refuses
/// standing payments above the prize even if this code forgets.
/// </summary>
public sealed class TicketPrizes(LotteryDbContext db, Idempotency idempotency, BusinessCalendar calendar)
{
    /// <summary>Name under which the keys of payments are kept.</summary>
    public const string PayOperation = "ticket.pay";

    /// <summary>Pays a part or all of the prize. Any counter of the same banca may; who paid and who sold is logged.</summary>
    /// <param name="answer">Reads what the caller is told; it is kept under the payment's key.</param>
    public Task<Outcome<TAnswer>> Pay<TAnswer>(
        Guid ticketId,
        PrizePayment payment,
        Actor actor,
        Func<CancellationToken, Task<TAnswer>> answer,
        CancellationToken cancellationToken) =>
        db.InTransaction<TAnswer>(PayOperation, async ct =>
        {
            var call = new IdempotentCall(
                actor.Id, PayOperation, payment.IdempotencyKey,
                new { ticketId, payment = payment with { IdempotencyKey = null } });
            if ((await db.TicketForChange(ticketId, ct)).IsRefused(out var no, out var ticket))
            {
                return no;
            }

            // The key before the state: the retry of a payment that completed the prize is still that payment.
            if (await idempotency.Find<TAnswer>(call, ct) is { } earlier)
            {
                return earlier;
            }

            var outcome = ticket.Pay(
                payment.Amount, payment.Method, payment.Notes, payment.IsFinal, actor.Id, calendar.Now);
            if (outcome.IsRefused(out var refusal, out var paid))
            {
                return refusal;
            }

            db.Record(actor, ActivityType.TicketPay, ticket, $"Pago de premio: {ticket.TicketNumber}", calendar.Now, new
            {
                ticket.TicketNumber,
                paymentId = paid.Id,
                paid.AmountPaid,
                ticket.TotalPaid,
                ticket.TotalPayout,
                ticket.RemainingAmount,
                paid.IsPartial,
                paid.IsFinal,
                newStatus = ticket.Status,
                payerIsSeller = actor.UserId == ticket.VendedorId,
            });
            await db.SaveChangesAsync(ct);
            var told = await answer(ct);
            idempotency.Keep(call, told);
            return told;
        }, cancellationToken);

    /// <summary>Takes the last standing payment back. For the ventana that paid it, its banca and administrators.</summary>
    public Task<Outcome<Guid>> Reverse(
        Guid ticketId, string? reason, Actor actor, CancellationToken cancellationToken) =>
        Correct("ticket.reverse-payment", ticketId, actor, ActivityType.TicketPaymentReverse, "Pago revertido",
            ticket => ticket.ReversePayment(actor.Id, reason, calendar.Now), reason, cancellationToken);

    /// <summary>Writes off what remains after the last standing payment.</summary>
    public Task<Outcome<Guid>> Complete(
        Guid ticketId, string? notes, Actor actor, CancellationToken cancellationToken) =>
        Correct("ticket.finalize-payment", ticketId, actor, ActivityType.TicketPayFinalize, "Pago finalizado",
            ticket => ticket.FinalizePayment(notes, calendar.Now), notes, cancellationToken);

    private Task<Outcome<Guid>> Correct(
        string operation,
        Guid ticketId,
        Actor actor,
        ActivityType action,
        string description,
        Func<Ticket, Outcome<TicketPayment>> verb,
        string? reason,
        CancellationToken cancellationToken) =>
        db.InTransaction<Guid>(operation, async ct =>
        {
            if ((await db.TicketForChange(ticketId, ct)).IsRefused(out var no, out var ticket))
            {
                return no;
            }

            if (verb(ticket).IsRefused(out var refusal, out var payment))
            {
                return refusal;
            }

            if (actor.Role == Role.Ventana
                && !await db.Users.AnyAsync(u => u.Id == payment.PaidById && u.VentanaId == actor.VentanaId, ct))
            {
                return TicketRefusals.PaidElsewhere;
            }

            db.Record(actor, action, ticket, $"{description}: {ticket.TicketNumber}", calendar.Now, new
            {
                ticket.TicketNumber,
                paymentId = payment.Id,
                payment.AmountPaid,
                ticket.TotalPaid,
                ticket.RemainingAmount,
                newStatus = ticket.Status,
                reason,
            });
            return ticket.Id;
        }, cancellationToken);
}

/// <summary>A payment as the counter asks for it.</summary>
/// <param name="Amount">Colones, at most what remains.</param>
/// <param name="IsFinal">The customer takes this as the end, whatever remains.</param>
/// <param name="IdempotencyKey">Makes a retry answer with this payment instead of paying again.</param>
public sealed record PrizePayment(
    decimal Amount, PaymentMethod Method, string? Notes, bool IsFinal, string? IdempotencyKey);
