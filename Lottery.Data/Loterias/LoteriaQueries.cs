using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Loterias;

public static class LoteriaQueries
{
    /// <summary>The active banca's own loterías; with no active banca, every banca's and the templates.</summary>
    public static IQueryable<Loteria> InLists(this IQueryable<Loteria> loterias, Tenant tenant) =>
        tenant.ActiveBancaId is { } banca ? loterias.Where(l => l.BancaId == banca) : loterias;

    /// <summary>As the lists of loterías, for their multipliers.</summary>
    public static IQueryable<LoteriaMultiplier> InLists(this IQueryable<LoteriaMultiplier> multipliers, Tenant tenant) =>
        tenant.ActiveBancaId is { } banca ? multipliers.Where(m => m.BancaId == banca) : multipliers;

    /// <summary>
    /// The lotería, locked for a change. Another tenant's does not exist; a template is for administrators. The lock
    /// leaves its key alone: a sale in flight, which refers to the lotería, need not wait for it.
    /// </summary>
    public static async Task<Outcome<Loteria>> LoteriaForChange(
        this LotteryDbContext db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var loteria = await db.Loterias.FromSql($"select * from loterias where id = {id} for no key update")
            .TagWith("loteria.lock")
            .SingleOrDefaultAsync(cancellationToken);
        return loteria is null ? LoteriaRefusals.NotFound
            : loteria.BancaId is null && actor.Role != Role.Admin ? LoteriaRefusals.Global
            : loteria;
    }
}
