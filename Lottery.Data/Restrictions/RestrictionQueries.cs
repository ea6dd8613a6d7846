using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Restrictions;

public static class RestrictionQueries
{
    /// <summary>
    /// What the actor may read of its tenant's rules and the global ones: a ventana what binds it or one of its sellers,
    /// a seller what binds it, others all.
    /// </summary>
    public static IQueryable<RestrictionRule> VisibleTo(
        this IQueryable<RestrictionRule> rules, Actor actor, LotteryDbContext db) => actor.Role switch
        {
            Role.Ventana => rules.Where(r => r.UserId == null
                ? r.VentanaId == null || r.VentanaId == actor.VentanaId
                : db.Users.Any(u => u.Id == r.UserId && u.VentanaId == actor.VentanaId)),
            Role.Vendedor => rules.Where(r => r.UserId == null
                ? r.VentanaId == null || r.VentanaId == actor.VentanaId
                : r.UserId == actor.UserId),
            _ => rules,
        };

    /// <summary>What its lists show the actor: to a banca its own, not those of everybody.</summary>
    public static IQueryable<RestrictionRule> InLists(
        this IQueryable<RestrictionRule> rules, Actor actor, LotteryDbContext db) =>
        actor.Role == Role.Banca ? rules.Where(r => r.BancaId != null) : rules.VisibleTo(actor, db);

    /// <summary>Active rules that say the same of the same, as <c>ux_restriction_rules_active</c> sees it.</summary>
    internal static IQueryable<RestrictionRule> SameAs(this IQueryable<RestrictionRule> rules, RestrictionRule rule) =>
        rules.Where(r => r.IsActive && r.IsAutoDate == rule.IsAutoDate && (r.IsAutoDate || r.Number == rule.Number)
            && r.BancaId == rule.BancaId && r.VentanaId == rule.VentanaId && r.UserId == rule.UserId
            && r.LoteriaId == rule.LoteriaId && r.MultiplierId == rule.MultiplierId
            && r.AppliesToVendedor == rule.AppliesToVendedor && r.AppliesToDate == rule.AppliesToDate
            && r.AppliesToHour == rule.AppliesToHour
            && (r.SalesCutoffMinutes != null) == (rule.SalesCutoffMinutes != null));

    /// <summary>The refusal for who may not change this rule of its tenant, else null.</summary>
    internal static async Task<Refusal?> OutOfReach(
        this LotteryDbContext db, RestrictionRule rule, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role is Role.Admin or Role.Banca)
        {
            return actor.Role == Role.Banca && rule.BancaId is null ? RestrictionRefusals.Global : null;
        }

        var isOurs = actor.Role == Role.Ventana && (rule.UserId is { } user
            ? await db.Users.AnyAsync(u => u.Id == user && u.VentanaId == actor.VentanaId, cancellationToken)
            : rule.VentanaId is not null && rule.VentanaId == actor.VentanaId);
        return !isOurs ? RestrictionRefusals.NotYours
            : rule.SalesCutoffMinutes is not null ? RestrictionRefusals.CutoffRuleNotYours
            : null;
    }

    /// <summary>The rule in a few words, for whoever reads the activity log.</summary>
    internal static string Described(this RestrictionRule rule) =>
        $"{WireNames.Of(rule.Kind)} {WireNames.Of(rule.Scope)} {(rule.IsAutoDate ? "fecha" : rule.Number ?? "todos")}";
}
