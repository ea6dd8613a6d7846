using Lottery.Data.Loterias;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Restrictions;

/// <summary>The lotería and the multiplier that a rule speaks of.</summary>
internal static class RestrictedBets
{
    /// <summary>
    /// The terms with the lotería and the multiplier that the banca sells, or the refusal. A template that the banca has
    /// a copy of means the copy, by its name, and a multiplier of the template the copy's of the same name.
    /// </summary>
    /// <param name="bancaId">Banca of the rule; null for a global one, which speaks of templates alone.</param>
    public static async Task<Outcome<RestrictionTerms>> WithBets(
        this LotteryDbContext db, RestrictionTerms terms, Guid? bancaId, CancellationToken cancellationToken)
    {
        if (!terms.NamesBets)
        {
            return terms;
        }

        var loteria = await db.Loterias.AsNoTracking()
            .Where(l => l.DeletedAt == null && (l.BancaId == null || l.BancaId == bancaId))
            .SingleOrDefaultAsync(l => l.Id == terms.LoteriaId, cancellationToken);
        var multiplier = await db.LoteriaMultipliers.AsNoTracking()
            .Where(m => m.BancaId == null || m.BancaId == bancaId)
            .SingleOrDefaultAsync(m => m.Id == terms.MultiplierId, cancellationToken);
        if (loteria is null || multiplier is null)
        {
            return loteria is null ? LoteriaRefusals.NotFound : LoteriaRefusals.MultiplierNotFound;
        }

        if (loteria.BancaId is null && await CopyOf(db, loteria, bancaId, cancellationToken) is { } copy)
        {
            multiplier = multiplier.LoteriaId == loteria.Id
                ? await CopyOf(db, multiplier, copy, cancellationToken)
                : multiplier;
            loteria = copy;
        }

        return multiplier is null ? LoteriaRefusals.MultiplierNotFound
            : multiplier.LoteriaId != loteria.Id ? RestrictionRefusals.MultiplierOfOtherLoteria
            : !multiplier.IsActive ? RestrictionRefusals.MultiplierInactive
            : terms with
            {
                LoteriaId = loteria.Id,
                MultiplierId = multiplier.Id,
                Message = terms.Message ?? RestrictionTerms.SentenceOf(multiplier.Name),
            };
    }

    private static async Task<Loteria?> CopyOf(
        LotteryDbContext db, Loteria template, Guid? bancaId, CancellationToken cancellationToken) =>
        bancaId is null
            ? null
            : await db.Loterias.AsNoTracking().SingleOrDefaultAsync(
                l => l.BancaId == bancaId && l.Name == template.Name && l.DeletedAt == null, cancellationToken);

    private static Task<LoteriaMultiplier?> CopyOf(
        LotteryDbContext db, LoteriaMultiplier template, Loteria copy, CancellationToken cancellationToken) =>
        db.LoteriaMultipliers.AsNoTracking().SingleOrDefaultAsync(
            m => m.LoteriaId == copy.Id && m.Name == template.Name && m.Kind == template.Kind && m.IsActive,
            cancellationToken);
}
