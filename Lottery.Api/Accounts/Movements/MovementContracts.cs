using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Api.Tickets;
using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Movements;
using Lottery.Data.Users;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Accounts.Movements;

/// <param name="Time">HH:MM by the clock on the wall; the beginning of the day when there is none.</param>
/// <param name="VendedorId">Counts before the ventana, and that before the banca.</param>
[ValidatableType]
public sealed record RegisterMovementRequest(
    DateOnly Date,
    decimal Amount,
    [RegularExpression("^(payment|collection)$", ErrorMessage = Rules.Pattern)] string Type,
    [RegularExpression(PaymentWords.Pattern, ErrorMessage = Rules.Pattern)] string Method,
    string? Time = null,
    Guid? VentanaId = null,
    Guid? VendedorId = null,
    Guid? BancaId = null,
    [StringLength(500, ErrorMessage = Rules.MaxLength)] string? Notes = null,
    bool? IsFinal = null,
    [StringLength(100, MinimumLength = 8, ErrorMessage = Rules.Length)] string? IdempotencyKey = null)
{
    internal Outcome<MovementRequest> Read(string? header)
    {
        TimeOnly? time = null;
        if (Time is not null)
        {
            if (!TimeOnly.TryParseExact(Time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                return AccountRefusals.InvalidTime;
            }

            time = read;
        }

        return new MovementRequest(
            Date, time, BancaId, VentanaId, VendedorId, Amount, Enum.Parse<MovementType>(Type, ignoreCase: true),
            Enum.Parse<PaymentMethod>(Method, ignoreCase: true), Notes, IsFinal ?? false, IdempotencyKey ?? header);
    }
}

[ValidatableType]
public sealed record ReverseMovementRequest(
    Guid PaymentId, [StringLength(500, ErrorMessage = Rules.MaxLength)] string? Reason = null)
{
    /// <summary>Fewer characters are no reason.</summary>
    public const int ShortestReason = 5;
}

[ValidatableType]
public sealed record ResetBalanceRequest(Guid? VendedorId = null, bool? Revert = null);

public sealed record ResetBalanceResponse(bool Success, DateTimeOffset? BalanceResetAt);

[ValidatableType]
public sealed record ListMovementsQuery : ListQuery
{
    [Required(ErrorMessage = Rules.Required)]
    public DateOnly? Date { get; init; }

    public Guid? BancaId { get; init; }

    public Guid? VentanaId { get; init; }

    public Guid? VendedorId { get; init; }
}

/// <param name="Time">HH:MM by the clock on the wall.</param>
/// <param name="Amount">Colones, above 0 whatever the direction.</param>
public sealed record MovementResponse(
    Guid Id,
    Guid? AccountStatementId,
    DateOnly Date,
    string Month,
    string Time,
    Guid BancaId,
    Guid? VentanaId,
    Guid? VendedorId,
    decimal Amount,
    string Type,
    string Method,
    string? Notes,
    bool IsFinal,
    bool IsReversed,
    DateTimeOffset? ReversedAt,
    Guid? ReversedBy,
    string? ReverseReason,
    Guid PaidById,
    string PaidByName,
    string? IdempotencyKey,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    PersonResponse PaidBy,
    PersonResponse? ReversedByUser)
{
    internal static MovementResponse Of(
        AccountPayment p, Guid? statementId, IReadOnlyDictionary<Guid, UserName> names) => new(
        p.Id, statementId, p.Day, $"{p.Day:yyyy-MM}", $"{p.Time:HH:mm}", p.BancaId,
        p.Level == AccountLevel.Ventana ? p.EntityId : p.VentanaId,
        p.Level == AccountLevel.Vendedor ? p.EntityId : null, p.Amount,
        p.Type.ToString().ToLowerInvariant(), PaymentWords.Of(p.Method), p.Notes, p.IsFinal, p.IsReversed, p.ReversedAt,
        p.ReversedBy, p.ReverseReason, p.PaidById, names[p.PaidById].Name, p.IdempotencyKey, p.CreatedAt,
        p.ReversedAt ?? p.CreatedAt, new PersonResponse(p.PaidById, names[p.PaidById].Name),
        p.ReversedBy is { } by ? new PersonResponse(by, names[by].Name) : null);

    internal static IEnumerable<Guid> People(AccountPayment p) => p.ReversedBy is { } by ? [p.PaidById, by] : [p.PaidById];
}

public sealed record PersonResponse(Guid Id, string Name);

/// <param name="Statement">The day that it counts for, as it is now.</param>
public sealed record RegisteredMovementResponse(MovementResponse Payment, MovementDayResponse Statement);

/// <param name="Balance">Sales less prizes less commission, without movements.</param>
/// <param name="AccumulatedBalance">The same as <paramref name="RemainingBalance"/>: saldo at the end of the day.</param>
public sealed record MovementDayResponse(
    Guid Id,
    DateOnly Date,
    string Month,
    Guid BancaId,
    Guid? VentanaId,
    Guid? VendedorId,
    decimal TotalSales,
    decimal TotalPayouts,
    decimal ListeroCommission,
    decimal VendedorCommission,
    decimal Balance,
    decimal TotalPaid,
    decimal TotalCollected,
    decimal RemainingBalance,
    decimal AccumulatedBalance,
    bool IsSettled,
    bool CanEdit,
    int TicketCount,
    DateTimeOffset? SettledAt,
    Guid? SettledBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<MovementResponse> Payments)
{
    internal static MovementDayResponse Of(AccountStatement s, IReadOnlyList<MovementResponse> payments)
    {
        var key = new AccountKey(s.BancaId, s.Level, s.EntityId);
        var commission = s.Level == AccountLevel.Vendedor ? s.VendedorCommission : s.ListeroCommission;
        return new MovementDayResponse(
            s.Id, s.Day, $"{s.Day:yyyy-MM}", s.BancaId, key.VentanaId, key.VendedorId, s.Sales, s.Payouts,
            s.ListeroCommission, s.VendedorCommission, s.Sales - s.Payouts - commission, s.Paid, s.Collected,
            s.Remaining, s.Remaining, s.IsSettled, !s.IsSettled, s.Tickets, s.SettledAt, s.SettledBy, s.CreatedAt,
            s.UpdatedAt, payments);
    }
}

public sealed record MovementMeta(bool Cached);
