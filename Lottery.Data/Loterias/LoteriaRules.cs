using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lottery.Data.Loterias;

/// <summary>
/// The rules of a lotería that the system reads, with their defaults. Keys it does not know (a screen's colours, say)
/// are kept as they came and ignored here.
/// </summary>
public sealed record LoteriaRules
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
    };

    /// <summary>Digits of a drawn number: 2 (tiempos) or 3 (monazos).</summary>
    public int Digits { get; init; } = 2;

    /// <summary>Single schedule block; ignored when <see cref="DrawSchedules"/> is there.</summary>
    public DrawSchedule? DrawSchedule { get; init; }

    public IReadOnlyList<DrawSchedule>? DrawSchedules { get; init; }

    /// <summary>False keeps the lotería out of automatic creation; seeding by hand still works.</summary>
    public bool AutoCreateSorteos { get; init; } = true;

    /// <summary>Selling window per English weekday name, wall clock, both ends inclusive; a missing day is open.</summary>
    public IReadOnlyDictionary<string, SalesWindow>? SalesHours { get; init; }

    /// <summary>Numbers that may be bet on; by default all that <see cref="Digits"/> can write.</summary>
    public NumberRange? NumberRange { get; init; }

    /// <summary>Smallest and largest stake of one jugada, colones, inclusive.</summary>
    public decimal? MinBetAmount { get; init; }

    public decimal? MaxBetAmount { get; init; }

    /// <summary>Most jugadas on one ticket.</summary>
    public int? MaxNumbersPerTicket { get; init; }

    /// <summary>Bet types that may be played; empty or missing means all.</summary>
    public IReadOnlyList<BetType>? AllowedBetTypes { get; init; }

    public ReventadoRules? ReventadoConfig { get; init; }

    /// <summary>Factor of a NUMERO when no multiplier is there to take it from.</summary>
    public decimal? BaseMultiplierX { get; init; }

    /// <summary>Every schedule block that counts.</summary>
    [JsonIgnore]
    public IReadOnlyList<DrawSchedule> Schedules =>
        DrawSchedules ?? (DrawSchedule is { } single ? [single] : []);

    /// <summary>REVENTADO is played unless the rules say no in so many words.</summary>
    [JsonIgnore]
    public bool ReventadoEnabled => ReventadoConfig?.Enabled ?? true;

    /// <summary>Whether tickets are sold when the wall clock shows this.</summary>
    public bool IsOpenAt(DateTime wallClock) =>
        SalesHours is null
        || !SalesHours.TryGetValue(DayName(wallClock.DayOfWeek), out var window)
        || window.Contains(TimeOnly.FromDateTime(wallClock));

    /// <summary>Reads rules that a client sent; refused with the first thing that is wrong.</summary>
    public static Outcome<LoteriaRules> Parse(string json)
    {
        try
        {
            var rules = JsonSerializer.Deserialize<LoteriaRules>(json, Json);
            return rules is null ? LoteriaRefusals.InvalidRules("debe ser un objeto") : rules.Checked();
        }
        catch (JsonException failure)
        {
            return LoteriaRefusals.InvalidRules($"{failure.Path ?? "$"} tiene un tipo o valor inválido");
        }
    }

    internal static LoteriaRules Stored(string json) => JsonSerializer.Deserialize<LoteriaRules>(json, Json)!;

    // A day under another name would be a day without hours, open all day.
    private static readonly string[] Days = [.. Enum.GetValues<DayOfWeek>().Select(DayName)];

    private static string DayName(DayOfWeek day) => JsonNamingPolicy.CamelCase.ConvertName(day.ToString());

    private Outcome<LoteriaRules> Checked()
    {
        var wrong =
            Digits is not (2 or 3) ? "digits debe ser 2 o 3"
            : NumberRange is { } range && !(range.Min >= 0 && range.Min <= range.Max) ? "numberRange está invertido"
            : MinBetAmount < 0 || MaxBetAmount <= 0 || MinBetAmount > MaxBetAmount ? "los montos de apuesta se cruzan"
            : MaxNumbersPerTicket <= 0 ? "maxNumbersPerTicket debe ser mayor que 0"
            : BaseMultiplierX is <= 0 or > LoteriaMultiplier.LargestX ? "baseMultiplierX debe ser mayor que 0"
            // The serializer minds a null that is a member, not one in a list.
            : SalesHours?.Values.Any(window => window is null) is true ? "salesHours no lleva días vacíos"
            : SalesHours?.Keys.Except(Days).Any() is true ? "salesHours lleva los días sunday … saturday"
            : Schedules.Any(block => block is null) ? "drawSchedules no lleva bloques vacíos"
            : (SalesHours?.Values.Select(window => window.Wrong()) ?? [])
                .Concat(Schedules.Select(block => block.Wrong()))
                .FirstOrDefault(text => text is not null);
        return wrong is null ? this : LoteriaRefusals.InvalidRules(wrong);
    }
}

/// <summary>Numbers from <paramref name="Min"/> to <paramref name="Max"/>, both included.</summary>
public sealed record NumberRange(int Min = 0, int Max = 99);

/// <summary>Wall clock bounds of a selling day, <c>HH:mm</c>, both inclusive; a missing bound is open.</summary>
public sealed record SalesWindow(string? Start, string? End)
{
    public bool Contains(TimeOnly time) =>
        (Start is null || time >= DrawSchedule.TimeOf(Start)) && (End is null || time <= DrawSchedule.TimeOf(End));

    internal string? Wrong() =>
        DrawSchedule.IsTime(Start ?? "00:00") && DrawSchedule.IsTime(End ?? "00:00")
            ? null
            : "salesHours lleva horas HH:mm";
}

/// <summary>Whether and how the side bet is played.</summary>
public sealed record ReventadoRules(bool Enabled = true, bool RequiresMatchingNumber = false);
