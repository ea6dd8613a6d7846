using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Data;
using Lottery.Data.Commissions;
using Lottery.Data.Loterias;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Commissions;

/// <summary>A stored policy as a person reads it: each rule with the lotería and the price that it speaks of.</summary>
internal static class ExplainedPolicy
{
    /// <summary>
    /// The document as it is stored, whatever else is in it, with <c>loteria</c> and <c>multiplier</c> in every rule. One
    /// that cannot be read is shown as it is.
    /// </summary>
    public static async Task<JsonNode?> Explained(
        this LotteryDbContext db, string? stored, CancellationToken cancellationToken)
    {
        var document = stored is null ? null : JsonNode.Parse(stored);
        if (CommissionPolicy.Read(stored) is not { } policy || document?["rules"] is not JsonArray rules)
        {
            return document;
        }

        var named = policy.Rules.Select(rule => rule.LoteriaId).OfType<Guid>().Distinct().ToList();
        var loterias = await db.Loterias.AsNoTracking().Where(l => named.Contains(l.Id))
            .ToDictionaryAsync(l => l.Id, cancellationToken);
        var prices = await db.LoteriaMultipliers.AsNoTracking()
            .Where(m => named.Contains(m.LoteriaId) && m.IsActive)
            .Where(m => m.AppliesToDate == null && m.AppliesToSorteoId == null)
            .OrderBy(m => m.CreatedAt).ThenBy(m => m.Id)
            .ToListAsync(cancellationToken);
        foreach (var (rule, node) in policy.Rules.Zip(rules))
        {
            node!["loteria"] = rule.LoteriaId is { } id && loterias.TryGetValue(id, out var loteria) ? Of(loteria) : null;
            node["multiplier"] = prices.FirstOrDefault(price => IsOf(rule, price)) is { } found ? Of(found) : null;
        }

        return document;
    }

    // Of one lotería and one price; a rule for all of them speaks of no multiplier in particular.
    private static bool IsOf(CommissionRule rule, LoteriaMultiplier price) =>
        rule.LoteriaId is not null && rule.MultiplierRange is { } range && range.Min == range.Max && rule.Covers(price);

    private static JsonNode? Of(Loteria loteria) => JsonSerializer.SerializeToNode(
        new { loteria.Id, loteria.Name, loteria.Rules.ReventadoEnabled }, JsonSerializerOptions.Web);

    private static JsonNode? Of(LoteriaMultiplier price) => JsonSerializer.SerializeToNode(
        new { price.Id, price.Name, price.ValueX, kind = WireNames.Of(price.Kind), price.LoteriaId, price.IsActive },
        JsonSerializerOptions.Web);
}
