using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Restrictions;

internal static class RestrictionFilter
{
    /// <summary>
    /// The rules that the query asks for. An id of a scope means the rules that show it, as the lists do: those for the
    /// banca itself, not those for its ventanas.
    /// </summary>
    public static IQueryable<RestrictionRule> Asked(
        this IQueryable<RestrictionRule> rules, ListRestrictionsQuery query, LotteryDbContext db)
    {
        var isActive = query.IsActive?.Value ?? true;
        rules = rules.Where(r => r.IsActive == isActive)
            .Where(r => query.Id == null || r.Id == query.Id)
            .Where(r => query.Number == null || r.Number == query.Number)
            .Where(r => query.UserId == null || r.UserId == query.UserId)
            .Where(r => query.VentanaId == null || (r.VentanaId == query.VentanaId && r.UserId == null))
            .Where(r => query.BancaId == null
                || (r.BancaId == query.BancaId && r.VentanaId == null && r.UserId == null));
        rules = query.HasCutoff is { Value: var cutoff }
            ? rules.Where(r => (r.SalesCutoffMinutes != null) == cutoff) : rules;
        rules = query.HasAmount is { Value: var amount }
            ? rules.Where(r => (r.MaxAmount != null || r.MaxTotal != null || r.BaseAmount != null
                || r.SalesPercentage != null) == amount)
            : rules;
        rules = query.HasAutoDate is { Value: var auto } ? rules.Where(r => r.IsAutoDate == auto) : rules;
        rules = query.HasLotteryMultiplier is { Value: var multiplier }
            ? rules.Where(r => (r.MultiplierId != null) == multiplier) : rules;
        return query.Search is { } text ? rules.Named(Like.Containing(text), db) : rules;
    }

    // Its number, its message, and the names of whom and what it is about.
    private static IQueryable<RestrictionRule> Named(
        this IQueryable<RestrictionRule> rules, string pattern, LotteryDbContext db) =>
        rules.Where(r => EF.Functions.ILike(r.Number!, pattern, Like.Escape)
            || EF.Functions.ILike(r.Message!, pattern, Like.Escape)
            || EF.Functions.ILike(r.Loteria!.Name, pattern, Like.Escape)
            || EF.Functions.ILike(r.Multiplier!.Name, pattern, Like.Escape)
            || db.Bancas.Any(b => b.Id == r.BancaId && r.VentanaId == null && r.UserId == null
                && (EF.Functions.ILike(b.Name, pattern, Like.Escape)
                    || EF.Functions.ILike(b.Code, pattern, Like.Escape)))
            || db.Ventanas.Any(v => v.Id == r.VentanaId
                && (EF.Functions.ILike(v.Name, pattern, Like.Escape)
                    || EF.Functions.ILike(v.Code!, pattern, Like.Escape)))
            || db.Users.Any(u => u.Id == r.UserId
                && (EF.Functions.ILike(u.Name, pattern, Like.Escape)
                    || EF.Functions.ILike(u.Username, pattern, Like.Escape))));
}
