using System.Globalization;

namespace Lottery.Data.Tickets;

/// <summary>Every no of a sale, of a ticket's life and of paying its prize.</summary>
public static class TicketRefusals
{
    public static readonly Refusal SellerHasTickets = Refusal.Conflict(
        "VENDEDOR_HAS_ACTIVE_TICKETS", "No se puede eliminar: el vendedor tiene tickets activos.");

    public static readonly Refusal NotFound = Refusal.NotFound("TICKET_NOT_FOUND", "Tiquete no encontrado.");

    public static readonly Refusal NotYours =
        Refusal.Forbidden("FORBIDDEN", "El tiquete pertenece a otro vendedor o ventana.");

    // Who sells for whom.
    public static readonly Refusal BancaDoesNotSell =
        Refusal.Forbidden("BANCA_CANNOT_SELL", "Un usuario BANCA no vende tiquetes.");

    public static readonly Refusal VendedorRequired =
        Refusal.Invalid("VENDEDOR_REQUIRED", "Indique vendedorId: la venta es por cuenta de un vendedor.");

    public static readonly Refusal VendedorNotFound =
        Refusal.NotFound("VENDEDOR_NOT_FOUND", "Vendedor no encontrado o inactivo.");

    public static readonly Refusal NotAVendedor =
        Refusal.Invalid("NOT_A_VENDEDOR", "El usuario indicado no es VENDEDOR.");

    public static readonly Refusal SellsOnlyAsSelf =
        Refusal.Forbidden("VENDEDOR_FORBIDDEN", "Solo puedes vender por tu propia cuenta.");

    public static readonly Refusal VendedorOfOtherVentana =
        Refusal.Forbidden("RBAC_002", "El vendedor no pertenece a tu ventana.");

    public static readonly Refusal CrossTenant =
        Refusal.Forbidden("CROSS_TENANT_FORBIDDEN", "El sorteo pertenece a otra banca.");

    public static readonly Refusal VentanaInactive =
        Refusal.NotFound("VENTANA_NOT_FOUND", "La Ventana no existe o está inactiva.");

    // When.
    public static readonly Refusal SorteoNotOpen =
        Refusal.Conflict("SORTEO_NOT_OPEN", "El sorteo no está abierto para la venta.");

    public static readonly Refusal SorteoClosed =
        Refusal.Conflict("SORTEO_CLOSED", "No se pueden crear tickets en un sorteo cerrado.");

    public static readonly Refusal OutsideSalesHours =
        Refusal.Conflict("OUTSIDE_SALES_HOURS", "Fuera del horario de ventas.");

    public static readonly Refusal ListaExcluded = Refusal.Conflict(
        "LISTA_EXCLUDED", "La lista está excluida de este sorteo; no se vende más en ella.");

    public static readonly Refusal RulesChanging = Refusal.Unavailable(
        "SALE_RULES_CHANGING", "Las reglas de venta están cambiando; intente de nuevo.") with
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    // What.
    public static readonly Refusal LoteriaMismatch =
        Refusal.Invalid("SORTEO_LOTERIA_MISMATCH", "El sorteo no pertenece a la lotería indicada.");

    public static readonly Refusal AmountInvalid = Refusal.Invalid(
        "AMOUNT_INVALID", "El monto debe ser mayor que 0, con dos decimales como máximo.");

    public static readonly Refusal ReventadoDisabled =
        Refusal.Invalid("REVENTADO_DISABLED", "Reventado deshabilitado.");

    public static readonly Refusal MissingMultiplier = Refusal.Invalid(
        "MISSING_MULTIPLIER_ID", "La jugada no indica multiplicador y la lotería no tiene uno base.");

    public static readonly Refusal InvalidMultiplier =
        Refusal.Invalid("INVALID_MULTIPLIER", "El multiplicador no existe.");

    public static readonly Refusal MultiplierKind =
        Refusal.Invalid("INVALID_MULTIPLIER_KIND", "El multiplicador no es de tipo NUMERO.");

    public static readonly Refusal MultiplierInactive =
        Refusal.Invalid("INACTIVE_MULTIPLIER", "El multiplicador está inactivo.");

    public static readonly Refusal MultiplierNotForThisSorteo =
        Refusal.Invalid("MULTIPLIER_NOT_APPLICABLE", "El multiplicador no aplica a este sorteo.");

    public static readonly Refusal NumbersExhausted =
        Refusal.Conflict("TICKET_NUMBERS_EXHAUSTED", "Se agotaron los números de tiquete de esa fecha.");

    public static readonly Refusal PayloadMismatch = Refusal.Conflict(
        "IDEMPOTENCY_PAYLOAD_MISMATCH", "La clave de idempotencia ya se usó con otros datos.");

    public static readonly Refusal KeyInvalid = Refusal.Invalid(
        "IDEMPOTENCY_KEY_INVALID", "La clave de idempotencia lleva de 8 a 100 caracteres.");

    // Cancelling and restoring.
    public static readonly Refusal AlreadyCancelled =
        Refusal.Conflict("TICKET_ALREADY_CANCELLED", "El tiquete ya está anulado.");

    public static readonly Refusal InvalidState =
        Refusal.Invalid("INVALID_STATE", "El estado del tiquete no lo permite.");

    public static readonly Refusal NotCancelled =
        Refusal.Invalid("INVALID_STATE", "Solo se restaura un tiquete anulado.");

    public static readonly Refusal SorteoLocked =
        Refusal.Conflict("SORTEO_LOCKED", "El sorteo está cerrado o evaluado.");

    // Paying.
    public static readonly Refusal NotWinner =
        Refusal.Conflict("TICKET_NOT_WINNER", "El tiquete no tiene premio.");

    public static readonly Refusal NotPayable =
        Refusal.Conflict("TICKET_NOT_PAYABLE", "El tiquete no está evaluado.");

    public static readonly Refusal AlreadyFinal = Refusal.Conflict(
        "PAYMENT_FINAL", "El pago se dio por final; revierta ese pago antes de registrar otro.");

    public static readonly Refusal FullyPaid =
        Refusal.Conflict("TICKET_FULLY_PAID", "El premio ya está pagado por completo.");

    public static readonly Refusal NoPayments =
        Refusal.Conflict("NO_ACTIVE_PAYMENT", "El tiquete no tiene pagos vigentes.");

    public static readonly Refusal PaidElsewhere =
        Refusal.Forbidden("FORBIDDEN", "Solo la ventana que pagó, su banca o un administrador pueden hacerlo.");

    public const string NumberDigitsCode = "NUMBER_DIGITS";
    public const string NumberOutOfRangeCode = "NUMBER_OUT_OF_RANGE";
    public const string BetTypeCode = "BETTYPE_NOT_ALLOWED";
    public const string BetMinCode = "BET_MIN_VIOLATION";
    public const string BetMaxCode = "BET_MAX_VIOLATION";
    public const string MaxNumbersCode = "MAX_NUMBERS_PER_TICKET";
    public const string ReventadoNeedsNumeroCode = "REVENTADO_NEEDS_NUMERO";
    public const string ReventadoExceedsNumeroCode = "REVENTADO_EXCEEDS_NUMERO";
    public const string OverpaidCode = "PAYMENT_EXCEEDS_PRIZE";

    public static Refusal NumberDigits(string number, int digits) => Refusal.Invalid(
        NumberDigitsCode, $"El número {number} debe tener exactamente {digits} dígitos.");

    public static Refusal NumberOutOfRange(string number, int min, int max) => Refusal.Invalid(
        NumberOutOfRangeCode, $"Número fuera de rango permitido ({min}..{max}): {number}.");

    public static Refusal BetType(string type) =>
        Refusal.Invalid(BetTypeCode, $"Tipo de apuesta no permitido: {type}.");

    public static Refusal BetMin(decimal min) =>
        Refusal.Invalid(BetMinCode, $"Monto mínimo por jugada: {Figure(min)}.");

    public static Refusal BetMax(decimal max) =>
        Refusal.Invalid(BetMaxCode, $"Monto máximo por jugada: {Figure(max)}.");

    public static Refusal MaxNumbers(int most) =>
        Refusal.Invalid(MaxNumbersCode, $"Máximo de jugadas por ticket: {most}.");

    public static Refusal ReventadoNeedsNumero(string number) => Refusal.Invalid(
        ReventadoNeedsNumeroCode, $"REVENTADO requiere NUMERO para {number}.");

    public static Refusal ReventadoExceedsNumero(string number) => Refusal.Invalid(
        ReventadoExceedsNumeroCode, $"El REVENTADO del {number} supera lo apostado al NUMERO.");

    public static Refusal Overpaid(decimal remaining) =>
        Refusal.Invalid(OverpaidCode, $"El monto supera lo que falta por pagar: {Figure(remaining)}.") with
        {
            Meta = new { remainingAmount = remaining },
        };

    private static string Figure(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
