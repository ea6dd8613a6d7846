namespace Lottery.Data;

/// <summary>
/// The rules of money: colones with two decimals, <c>numeric(18,2)</c> in the database, <see cref="decimal"/> here.
/// </summary>
public static class Money
{
    /// <summary>Digits before and after the point, as every money column has them.</summary>
    public const int Precision = 18, Scale = 2;

    /// <summary>
    /// The largest single amount that is taken. A ticket of a thousand such stakes, all won at the highest multiplier,
    /// still fits the column.
    /// </summary>
    public const decimal Largest = 100_000_000m;

    /// <summary>Rounds half away from zero to the cent, as everywhere a rule multiplies.</summary>
    public static decimal Round(decimal amount) => Math.Round(amount, Scale, MidpointRounding.AwayFromZero);

    /// <summary>A positive amount of whole cents, at most <see cref="Largest"/>.</summary>
    public static bool IsPayable(decimal amount) =>
        amount is > 0 and <= Largest && decimal.Round(amount, Scale) == amount;
}
