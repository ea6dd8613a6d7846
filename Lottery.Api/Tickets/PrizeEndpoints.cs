using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Data;
using Lottery.Data.Tickets;
using Lottery.Data.Users;

namespace Lottery.Api.Tickets;

internal static class PrizeEndpoints
{
    public static void MapPrizes(this RouteGroupBuilder api)
    {
        var prizes = api.MapGroup("/tickets/{id}").WithTags("Prizes");
        prizes.MapPost("/pay", PayTicket, AccessMatrix.PayTicket)
            .WithSummary("Pay a part or all of a prize, at any counter of the banca")
            .Example(new PayTicketRequest(15_000, "cash", IdempotencyKey: "pago-000123"))
            .Refuses(
                TicketRefusals.NotFound, TicketRefusals.NotWinner, TicketRefusals.NotPayable,
                TicketRefusals.AlreadyFinal, TicketRefusals.AmountInvalid, TicketRefusals.Overpaid(25_000),
                TicketRefusals.KeyInvalid, TicketRefusals.PayloadMismatch);
        prizes.MapPost("/reverse-payment", ReversePayment, AccessMatrix.ReversePayment)
            .WithSummary("Take the last standing payment back")
            .Example(new ReversePaymentRequest("Monto equivocado"))
            .Refuses(TicketRefusals.NotFound, TicketRefusals.NoPayments, TicketRefusals.PaidElsewhere);
        prizes.MapPost("/finalize-payment", FinalizePayment, AccessMatrix.FinalizePayment)
            .WithSummary("Write off what remains of a prize")
            .Example(new FinalizePaymentRequest("El cliente acepta"))
            .Refuses(
                TicketRefusals.NotFound, TicketRefusals.NoPayments, TicketRefusals.AlreadyFinal,
                TicketRefusals.FullyPaid, TicketRefusals.PaidElsewhere);
    }

    private static async Task<Reply<TicketResponse>> PayTicket(
        Guid id, PayTicketRequest request, TicketPrizes prizes, TicketReader reader, CurrentActor current,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (IdempotencyHeader.Read(context.Request, out var header) is { } invalid)
        {
            return invalid;
        }

        var method = Enum.TryParse<PaymentMethod>(request.Method, ignoreCase: true, out var known)
            ? known
            : PaymentMethod.Cash;
        var payment = new PrizePayment(
            request.AmountPaid, method, request.Notes, request.IsFinal ?? false,
            request.IdempotencyKey ?? header);
        return await prizes.Pay(id, payment, current.Actor, ct => reader.Get(id, ct), cancellationToken);
    }

    private static async Task<Reply<TicketResponse>> ReversePayment(
        Guid id, ReversePaymentRequest? request, TicketPrizes prizes, TicketReader reader, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var outcome = await prizes.Reverse(id, request?.Reason, current.Actor, cancellationToken);
        return outcome.Refusal is { } refusal ? refusal : await reader.Get(id, cancellationToken);
    }

    private static async Task<Reply<TicketResponse>> FinalizePayment(
        Guid id, FinalizePaymentRequest? request, TicketPrizes prizes, TicketReader reader, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var outcome = await prizes.Complete(id, request?.Notes, current.Actor, cancellationToken);
        return outcome.Refusal is { } refusal ? refusal : await reader.Get(id, cancellationToken);
    }
}
