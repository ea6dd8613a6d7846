using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lottery.Data.Restrictions;

namespace Lottery.Api.Restrictions;

/// <summary>Rules of one scope that say the same of different numbers.</summary>
/// <param name="First">The one changed last, or the first of those.</param>
/// <param name="Numbers">In the order of their value; none for a rule of every number.</param>
internal sealed record RestrictionGroup(
    string Key, RestrictionRule First, IReadOnlyList<Guid> Ids, IReadOnlyList<string> Numbers)
{
    /// <param name="rules">In the order in which the groups are to come.</param>
    public static IReadOnlyList<RestrictionGroup> Of(IEnumerable<RestrictionRule> rules) =>
    [
        .. rules.GroupBy(KeyOf).Select(group => new RestrictionGroup(
            group.Key, group.First(), [.. group.Select(rule => rule.Id)],
            [
                .. group.Select(rule => rule.Number).OfType<string>().Distinct()
                    .OrderBy(number => int.Parse(number, CultureInfo.InvariantCulture))
                    .ThenBy(number => number, StringComparer.Ordinal),
            ])),
    ];

    /// <summary>What rules of one group have in common, in a word that clients may send back.</summary>
    public static string KeyOf(RestrictionRule rule) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(new
        {
            rule.BancaId,
            rule.VentanaId,
            rule.UserId,
            rule.IsAutoDate,
            MaxAmount = Exact(rule.MaxAmount),
            MaxTotal = Exact(rule.MaxTotal),
            BaseAmount = Exact(rule.BaseAmount),
            SalesPercentage = Exact(rule.SalesPercentage),
            rule.AppliesToVendedor,
            rule.SalesCutoffMinutes,
            rule.AppliesToDate,
            rule.AppliesToHour,
            rule.LoteriaId,
            rule.MultiplierId,
            rule.Message,
            rule.IsActive,
        }))))[..32];

    private static string? Exact(decimal? amount) => amount?.ToString("0.00", CultureInfo.InvariantCulture);
}
