namespace Lottery.Bench.Load;

internal static class Median
{
    public static double Of<T>(IReadOnlyCollection<T> rounds, Func<T, double> figure)
    {
        double[] figures = [.. rounds.Select(figure).Order()];
        return (figures[(figures.Length - 1) / 2] + figures[figures.Length / 2]) / 2;
    }
}
