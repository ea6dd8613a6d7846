namespace Lottery.Data.Restrictions;

/// <summary>Every no of the restriction rules. What a rule answers to a sale is the sale's.</summary>
public static class RestrictionRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("RESTRICTION_NOT_FOUND", "Restricción no encontrada.");

    /// <summary>Two active rules that say the same of the same.</summary>
    public static readonly Refusal Duplicate = Refusal.Conflict(
        "RESTRICTION_DUPLICATE", "Ya existe una regla activa igual en este ámbito.");

    public static readonly Refusal ScopeRequired = Refusal.Invalid(
        "RESTRICTION_SCOPE_REQUIRED", "Debe indicar bancaId, ventanaId o userId (al menos uno).");

    public static readonly Refusal OneScope = Refusal.Invalid(
        "RESTRICTION_ONE_SCOPE",
        "Una regla solo puede pertenecer a un ámbito a la vez (Banca OR Ventana OR Vendedor).");

    public static readonly Refusal ScopesDisagree = Refusal.Invalid(
        "RESTRICTION_SCOPES_DISAGREE", "La banca, la ventana y el vendedor indicados no son de la misma estructura.");

    public static readonly Refusal CutoffWithAmounts = Refusal.Invalid(
        "RESTRICTION_CUTOFF_WITH_AMOUNTS", "No puede combinar salesCutoffMinutes con restricciones de montos.");

    public static readonly Refusal CutoffWithMultiplier = Refusal.Invalid(
        "RESTRICTION_CUTOFF_WITH_MULTIPLIER",
        "No puede combinar salesCutoffMinutes con restricciones de lotería/multiplicador.");

    public static readonly Refusal CutoffWithNumber = Refusal.Invalid(
        "RESTRICTION_CUTOFF_WITH_NUMBER", "Para salesCutoffMinutes, number e isAutoDate deben omitirse.");

    public static readonly Refusal MultiplierIncomplete = Refusal.Invalid(
        "RESTRICTION_MULTIPLIER_INCOMPLETE",
        "Para restringir por lotería/multiplicador debe indicar loteriaId y multiplierId.");

    public static readonly Refusal MultiplierAutoDate = Refusal.Invalid(
        "RESTRICTION_MULTIPLIER_AUTO_DATE", "Una regla de lotería/multiplicador no puede ser automática por fecha.");

    public static readonly Refusal AutoDateWithoutAmount = Refusal.Invalid(
        "RESTRICTION_AUTO_DATE_WITHOUT_AMOUNT", "Una regla automática por fecha debe indicar al menos un monto.");

    public static readonly Refusal AutoDateWithNumber = Refusal.Invalid(
        "RESTRICTION_AUTO_DATE_WITH_NUMBER", "Una regla automática por fecha no lleva number: lo pone la fecha.");

    public static readonly Refusal PercentageWithoutBase = Refusal.Invalid(
        "RESTRICTION_PERCENTAGE_WITHOUT_BASE",
        "salesPercentage necesita un baseAmount mayor que 0: sin él, nada se vende hasta que algo se venda.");

    public static readonly Refusal MultiplierOfOtherLoteria = Refusal.Invalid(
        "RESTRICTION_MULTIPLIER_LOTERIA", "El multiplicador no pertenece a la lotería indicada.");

    public static readonly Refusal MultiplierInactive = Refusal.Invalid(
        "RESTRICTION_MULTIPLIER_INACTIVE", "El multiplicador está inactivo.");

    public static readonly Refusal Global = Refusal.Forbidden(
        "GLOBAL_READ_ONLY", "Solo la administración crea o modifica reglas globales.");

    public static readonly Refusal OtherBanca = Refusal.Forbidden(
        "RESTRICTION_OTHER_BANCA", "No puedes crear o editar restricciones para otra banca.");

    public static readonly Refusal VentanaOfOtherBanca = Refusal.Forbidden(
        "RESTRICTION_VENTANA_OF_OTHER_BANCA", "La ventana indicada no pertenece a tu banca.");

    public static readonly Refusal VendedorOfOtherBanca = Refusal.Forbidden(
        "RESTRICTION_VENDEDOR_OF_OTHER_BANCA", "El vendedor indicado no pertenece a tu banca.");

    public static readonly Refusal OtherVentana = Refusal.Forbidden(
        "RESTRICTION_OTHER_VENTANA", "No puedes asignar reglas a otra ventana.");

    public static readonly Refusal VendedorOfOtherVentana = Refusal.Forbidden(
        "RESTRICTION_VENDEDOR_OF_OTHER_VENTANA", "No puedes asignar reglas a un vendedor fuera de tu estructura.");

    public static readonly Refusal CutoffsNotYours = Refusal.Forbidden(
        "RESTRICTION_CUTOFF_FORBIDDEN", "Solo la administración puede gestionar tiempos de corte.");

    public static readonly Refusal CutoffRuleNotYours = Refusal.Forbidden(
        "RESTRICTION_CUTOFF_FORBIDDEN", "No puedes modificar ni eliminar una regla de tiempo de corte.");

    public static readonly Refusal NotYours = Refusal.Forbidden(
        "RESTRICTION_FORBIDDEN", "No tienes permisos para ver o modificar esta regla.");

    public static readonly Refusal SellerNotYours =
        Refusal.Forbidden("RBAC_002", "Ese vendedor no es de tu ventana.");

    public static readonly Refusal SorteoRequired = Refusal.Invalid("MISSING_SORTEO_ID", "Indique sorteoId.");

    /// <summary>As <see cref="Duplicate"/>, of several rules made at once.</summary>
    /// <param name="number">The first that is taken; null for the rule of every number.</param>
    public static Refusal Taken(string? number) => Duplicate with
    {
        Message = $"Ya existe una regla activa para el número {number ?? "Global"} en este ámbito.",
        Meta = new { code = Duplicate.Code, number },
    };
}
