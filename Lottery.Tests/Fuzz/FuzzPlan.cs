using System.Globalization;

namespace Lottery.Tests.Fuzz;

/// <summary>What a run starts from and how long it is; the environment may say otherwise.</summary>
/// <param name="Seed">The same seed makes the same requests, but for ids that the product gives out.</param>
/// <param name="Requests">How many are sent, unless the time is over before.</param>
/// <param name="Time">How long it may take; null for as long as it takes.</param>
internal sealed record FuzzPlan(int Seed, int Requests, TimeSpan? Time)
{
    /// <summary>As many are sent whatever the time: a house before its draw and one after it.</summary>
    public const int Fewest = 3_600;

    public static FuzzPlan FromEnvironment()
    {
        var seconds = Number("LOTTERY_FUZZ_SECONDS") ?? 60;
        return new FuzzPlan(
            Number("LOTTERY_FUZZ_SEED") ?? Random.Shared.Next(),
            Number("LOTTERY_FUZZ_REQUESTS") ?? 20_000,
            seconds == 0 ? null : TimeSpan.FromSeconds(seconds));
    }

    public bool IsOver(int sent, TimeSpan elapsed) => sent >= Requests || (sent >= Fewest && elapsed > Time);

    /// <summary>Chance for one request: it does not depend on which others were made, nor in which order.</summary>
    public Random ChanceOf(int number) => new(unchecked((Seed * 1_000_003) ^ (number * 7919)));

    public override string ToString() => $"LOTTERY_FUZZ_SEED={Seed}";

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}

internal static class Choosing
{
    public static T One<T>(this Random chance, params IReadOnlyList<T> all) => all[chance.Next(all.Count)];

    /// <summary>True so many times out of a hundred.</summary>
    public static bool Percent(this Random chance, int percent) => chance.Next(100) < percent;
}
