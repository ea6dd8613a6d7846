namespace Lottery.Data.Activity;

/// <summary>Every no of the activity log.</summary>
public static class ActivityRefusals
{
    public static readonly Refusal NotFound =
        Refusal.NotFound("ACTIVITY_NOT_FOUND", "Registro de auditoría no encontrado.");

    public static readonly Refusal DatesCross = Refusal.Invalid(
        "DATES_CROSS", "La fecha de inicio no puede ser mayor que la fecha de fin.");

    public static readonly Refusal PeriodTooLong = Refusal.Invalid(
        "PERIOD_TOO_LONG", $"El período no puede pasar de {ActivityStatistics.LongestPeriod} días.");

    public static readonly Refusal RetentionTooShort = Refusal.Invalid(
        "RETENTION_TOO_SHORT",
        $"La auditoría se conserva al menos {ActivityRetentionOptions.Shortest.Days} días.")
        with
    {
        Meta = new { minimumDays = ActivityRetentionOptions.Shortest.Days },
    };
}
