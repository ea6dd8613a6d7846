namespace Lottery.Data.Accounts;

/// <summary>Every no of the accounts.</summary>
public static class AccountRefusals
{
    public static readonly Refusal Forbidden =
        Refusal.Forbidden("FORBIDDEN", "No tienes permiso para ver o cambiar esa cuenta.");

    public static readonly Refusal InvalidDimension =
        Refusal.Invalid("INVALID_DIMENSION", "La dimensión no es válida para tu rol y alcance.");

    public static readonly Refusal InvalidDate = Refusal.Invalid("INVALID_DATE", "La fecha va como AAAA-MM-DD.");

    public static readonly Refusal InvalidTime =
        Refusal.Invalid("INVALID_TIME_FORMAT", "La hora va como HH:MM, de 00:00 a 23:59.");

    public static readonly Refusal FutureDate =
        Refusal.Invalid("FUTURE_DATE", "No se registran movimientos con fecha futura.");

    public static readonly Refusal FutureTime =
        Refusal.Invalid("FUTURE_TIME", "No se registran movimientos con hora futura.");

    public static readonly Refusal MissingDimension =
        Refusal.Invalid("MISSING_DIMENSION", "Indica el vendedor, la ventana o la banca del movimiento.");

    public static readonly Refusal InvalidAmount = Refusal.Invalid(
        "INVALID_AMOUNT", "El monto debe ser mayor que cero, con céntimos enteros.");

    public static readonly Refusal VendedorNotFound =
        Refusal.NotFound("VENDEDOR_NOT_FOUND", "Vendedor no encontrado.");

    public static readonly Refusal PaymentNotFound =
        Refusal.NotFound("PAYMENT_NOT_FOUND", "Movimiento no encontrado.");

    public static readonly Refusal PaymentAlreadyReversed =
        Refusal.Invalid("PAYMENT_ALREADY_REVERSED", "El movimiento ya fue revertido.");

    public static readonly Refusal StatementNotFound =
        Refusal.NotFound("STATEMENT_NOT_FOUND", "Estado de cuenta no encontrado.");

    public static readonly Refusal StatementHasTickets =
        Refusal.Invalid("STATEMENT_HAS_TICKETS", "El estado de cuenta tiene tiquetes.");

    public static readonly Refusal StatementHasPayments =
        Refusal.Invalid("STATEMENT_HAS_PAYMENTS", "El estado de cuenta tiene movimientos.");

    public static readonly Refusal PayloadMismatch = Refusal.Conflict(
        "IDEMPOTENCY_PAYLOAD_MISMATCH", "La clave de idempotencia ya se usó con otros datos.");

    public static readonly Refusal NothingSettled =
        Refusal.Invalid("NOT_SETTLED", "No hay días asentados desde esa fecha.");

    public static readonly Refusal MonthNotOver =
        Refusal.Invalid("MONTH_NOT_OVER", "Solo se cierran meses que ya terminaron.");

    /// <summary>A day that is settled takes nothing more until an administrator opens it again.</summary>
    public static Refusal Settled(DateOnly through) =>
        Refusal.Conflict(
            "STATEMENT_SETTLED", $"La cuenta está asentada hasta {through:yyyy-MM-dd}; un administrador debe reabrirla.")
        with
        {
            Meta = new { settledThrough = through },
        };
}
