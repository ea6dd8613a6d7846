using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Loterias;
using Lottery.Data.Tickets;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Tickets;

/// <param name="VentanaId">Taken and ignored: the ticket is of the seller's ventana.</param>
/// <param name="RequestId">Older name of the idempotency key.</param>
[ValidatableType]
public sealed record SellTicketRequest(
    Guid LoteriaId,
    Guid SorteoId,
    [MinLength(1, ErrorMessage = Rules.Count), MaxLength(SellTicketRequest.MostJugadas, ErrorMessage = Rules.Count),
        NoGaps(ErrorMessage = Rules.NoGaps)]
    IReadOnlyList<JugadaRequest> Jugadas,
    Guid? VendedorId = null,
    Guid? VentanaId = null,
    [StringLength(100, ErrorMessage = Rules.MaxLength)] string? ClienteNombre = null,
    [StringLength(100, MinimumLength = 8, ErrorMessage = Rules.Length)] string? IdempotencyKey = null,
    Guid? RequestId = null)
{
    /// <summary>Most lines on a ticket; a three-digit game has a thousand numbers.</summary>
    public const int MostJugadas = 1000;
}

/// <param name="FinalMultiplierX">Taken and ignored: the factor is the multiplier's.</param>
/// <param name="IsActive">Taken and ignored.</param>
[ValidatableType]
public sealed record JugadaRequest(
    BetType Type,
    [RegularExpression("^[0-9]{1,3}$", ErrorMessage = Rules.Pattern)] string Number,
    decimal Amount,
    Guid? MultiplierId = null,
    [RegularExpression("^[0-9]{1,3}$", ErrorMessage = Rules.Pattern)] string? ReventadoNumber = null,
    decimal? FinalMultiplierX = null,
    bool? IsActive = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Type == BetType.Reventado && ReventadoNumber is not null && ReventadoNumber != Number)
        {
            yield return new ValidationResult("Debe ser igual a number.", [nameof(ReventadoNumber)]);
        }
    }
}

[ValidatableType]
public sealed record CancelTicketRequest(
    [StringLength(200, MinimumLength = 3, ErrorMessage = Rules.Length)] string? Reason = null);

[ValidatableType]
public sealed record PayTicketRequest(
    decimal AmountPaid,
    [RegularExpression(PaymentWords.Pattern, ErrorMessage = Rules.Pattern)] string? Method = null,
    [StringLength(500, ErrorMessage = Rules.MaxLength)] string? Notes = null,
    bool? IsFinal = null,
    [StringLength(100, MinimumLength = 8, ErrorMessage = Rules.Length)] string? IdempotencyKey = null);

[ValidatableType]
public sealed record ReversePaymentRequest(
    [StringLength(500, MinimumLength = 5, ErrorMessage = Rules.Length)] string? Reason = null);

[ValidatableType]
public sealed record FinalizePaymentRequest([StringLength(500, ErrorMessage = Rules.MaxLength)] string? Notes = null);

[ValidatableType]
public sealed record ListTicketsQuery : ListQuery
{
    /// <summary>Taken for older clients; what one sees follows from one's role.</summary>
    [RegularExpression("^(mine|all|ventana)$", ErrorMessage = Rules.Pattern)]
    public string? Scope { get; init; }

    public Word<TicketStatus>? Status { get; init; }

    public Flag? IsActive { get; init; }

    public Flag? WinnersOnly { get; init; }

    public OptionalId? SorteoId { get; init; }

    public OptionalId? LoteriaId { get; init; }

    public OptionalId? VentanaId { get; init; }

    public OptionalId? VendedorId { get; init; }

    public OptionalId? MultiplierId { get; init; }

    [RegularExpression("^[0-9]{1,3}$", ErrorMessage = Rules.Pattern)]
    public string? Number { get; init; }

    [RegularExpression("^[0-9]{1,3}$", ErrorMessage = Rules.Pattern)]
    public string? WinningNumber { get; init; }

    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Search { get; init; }

    [RegularExpression("^(today|yesterday|week|month|year|range)$", ErrorMessage = Rules.Pattern)]
    public string? Date { get; init; }

    public DateOnly? FromDate { get; init; }

    public DateOnly? ToDate { get; init; }
}
