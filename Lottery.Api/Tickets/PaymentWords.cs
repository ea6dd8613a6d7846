using Lottery.Data;

namespace Lottery.Api.Tickets;

/// <summary>Payment methods are lower case on this wire, unlike every other word.</summary>
internal static class PaymentWords
{
    public const string Pattern = "^(cash|transfer|check|other)$";

    public static string Of(PaymentMethod method) => method switch
    {
        PaymentMethod.Cash => "cash",
        PaymentMethod.Transfer => "transfer",
        PaymentMethod.Check => "check",
        _ => "other",
    };
}
