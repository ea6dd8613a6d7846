using Lottery.Data.Tickets;
using Lottery.Data.Users;

namespace Lottery.Api.Tickets;

public sealed record PaymentResponse(
    Guid Id,
    decimal AmountPaid,
    DateTimeOffset PaidAt,
    Guid PaidById,
    string PaidByName,
    string Method,
    string? Notes,
    bool IsPartial,
    bool IsFinal,
    decimal RemainingAmount,
    bool IsReversed,
    DateTimeOffset? ReversedAt,
    Guid? ReversedBy)
{
    internal static PaymentResponse Of(TicketPayment payment, IReadOnlyDictionary<Guid, UserName> names) => new(
        payment.Id, payment.AmountPaid, payment.PaymentDate, payment.PaidById, names[payment.PaidById].Name,
        PaymentWords.Of(payment.Method), payment.Notes, payment.IsPartial, payment.IsFinal, payment.RemainingAmount,
        payment.IsReversed, payment.ReversedAt, payment.ReversedBy);
}
