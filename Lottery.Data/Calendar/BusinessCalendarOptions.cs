namespace Lottery.Data.Calendar;

/// <summary>Where the business's day begins and ends. Section <c>Business</c>.</summary>
public sealed class BusinessCalendarOptions
{
    public const string Section = "Business";

    /// <summary>IANA name of the zone in which draws are announced and business days counted.</summary>
    public string TimeZone { get; set; } = "America/Costa_Rica";
}
