using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Restrictions;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Restrictions;

/// <summary>Reads rules with the names of whom they bind.</summary>
internal sealed class RestrictionReader(LotteryDbContext db)
{
    /// <summary>Rules looked at for a grouped list: what one banca has fits many times over.</summary>
    private const int MostGrouped = 5_000;

    /// <summary>What the query asks for of what the actor may list, the one changed last first.</summary>
    public async Task<IQueryable<RestrictionRule>> Find(
        ListRestrictionsQuery query, Actor actor, CancellationToken cancellationToken)
    {
        var rows = db.RestrictionRules.AsNoTracking().InLists(actor, db).Asked(query, db);
        if (query.GroupKey is { } key)
        {
            var ids = (await rows.Take(MostGrouped).TagWith("restrictions.group").ToListAsync(cancellationToken))
                .Where(rule => RestrictionGroup.KeyOf(rule) == key).Select(rule => rule.Id).ToList();
            rows = rows.Where(r => ids.Contains(r.Id));
        }

        return rows.OrderByDescending(r => r.UpdatedAt).ThenBy(r => r.Id);
    }

    public async Task<IReadOnlyList<RestrictionGroup>> Groups(
        ListRestrictionsQuery query, Actor actor, CancellationToken cancellationToken) => RestrictionGroup.Of(
            await (await Find(query, actor, cancellationToken)).Take(MostGrouped)
                .TagWith("ListGroupedRestrictions.rules").Include(r => r.Loteria).Include(r => r.Multiplier)
                .ToListAsync(cancellationToken));

    public async Task<PageEnvelope<RestrictionResponse>> Page(
        ListRestrictionsQuery query, Actor actor, CancellationToken cancellationToken)
    {
        var rows = (await Find(query, actor, cancellationToken)).Include(r => r.Loteria).Include(r => r.Multiplier);
        var page = await rows.ToPage(query, 10, cancellationToken);
        return new PageEnvelope<RestrictionResponse>(await Show(page.Data, cancellationToken), page.Meta);
    }

    /// <summary>As <see cref="Get"/> of what was done; the refusal when it was not.</summary>
    public async Task<Outcome<IReadOnlyList<RestrictionResponse>>> Show(
        Outcome<IReadOnlyList<Guid>> done, CancellationToken cancellationToken) =>
        done.IsRefused(out var refusal, out var ids)
            ? refusal
            : new Outcome<IReadOnlyList<RestrictionResponse>>(await Get(ids, cancellationToken));

    /// <summary>Rules that were just made or changed, in the order of the ids.</summary>
    public async Task<IReadOnlyList<RestrictionResponse>> Get(
        IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var rules = await db.RestrictionRules.AsNoTracking().Include(r => r.Loteria).Include(r => r.Multiplier)
            .Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);
        return await Show([.. ids.Select(id => rules[id])], cancellationToken);
    }

    /// <summary>
    /// Every active rule that binds the seller, of cutoffs those that say what holds now, and of those for a day none
    /// that is past; the one changed last first.
    /// </summary>
    public async Task<IReadOnlyList<RestrictionRule>> Binding(
        RestrictedSeller seller, Cutoff cutoff, DateOnly today, CancellationToken cancellationToken)
    {
        var rules = await db.RestrictionRules.AsNoTracking().Include(r => r.Loteria).Include(r => r.Multiplier)
            .Where(r => r.IsActive && (r.BancaId == null || r.BancaId == seller.BancaId)
                && (r.AppliesToDate == null || r.AppliesToDate >= today)
                && (r.SalesCutoffMinutes == null || r.SalesCutoffMinutes == cutoff.Minutes))
            .OrderByDescending(r => r.UpdatedAt).ThenBy(r => r.Id)
            .TagWith("restrictions.binding")
            .ToListAsync(cancellationToken);
        return [.. rules.Where(rule => rule.Binds(seller.VentanaId, seller.VendedorId))];
    }

    public async Task<IReadOnlyList<RestrictionResponse>> Show(
        IReadOnlyList<RestrictionRule> rules, CancellationToken cancellationToken)
    {
        var (bancas, ventanas, users) = (
            rules.Select(r => r.BancaId).Distinct().ToList(), rules.Select(r => r.VentanaId).Distinct().ToList(),
            rules.Select(r => r.UserId).Distinct().ToList());
        var banca = await db.Bancas.Where(b => bancas.Contains(b.Id))
            .ToDictionaryAsync(b => b.Id, b => new RestrictedPlace(b.Id, b.Name, b.Code), cancellationToken);
        var ventana = await db.Ventanas.Where(v => ventanas.Contains(v.Id))
            .ToDictionaryAsync(v => v.Id, v => new RestrictedPlace(v.Id, v.Name, v.Code), cancellationToken);
        var user = await db.Users.Where(u => users.Contains(u.Id))
            .Select(u => new RestrictedUser(u.Id, u.Name, u.Username, u.VentanaId))
            .ToDictionaryAsync(u => u.Id, cancellationToken);
        return
        [
            .. rules.Select(rule => RestrictionResponse.Of(
                rule,
                rule.BancaId is { } b ? banca.GetValueOrDefault(b) : null,
                rule.VentanaId is { } v ? ventana.GetValueOrDefault(v) : null,
                rule.UserId is { } u ? user.GetValueOrDefault(u) : null)),
        ];
    }
}
