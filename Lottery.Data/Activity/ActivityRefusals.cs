namespace Lottery.Data.Activity;

/// <summary>Every no of the activity log.</summary>
public static class ActivityRefusals
{
    public static readonly Refusal NotFound =
        Refusal.NotFound("ACTIVITY_NOT_FOUND", "Registro de auditoría no encontrado.");

    public static readonly Refusal DatesCross = Refusal.Invalid(
        "DATES_CROSS", "La fecha de inicio no puede ser mayor que la fecha de fin.");
}
