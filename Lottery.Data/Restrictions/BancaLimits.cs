using Lottery.Data.Bancas;
using Lottery.Data.Loterias;

namespace Lottery.Data.Restrictions;

/// <summary>The limits that stand on a banca itself, said as the rules that they are.</summary>
internal static class BancaLimits
{
    /// <summary>Largest stake of the banca on a number, and the same for a lotería that has its own.</summary>
    public static IEnumerable<RestrictionRule> Of(Banca banca, IEnumerable<BancaLoteriaSetting> settings)
    {
        if (banca.GlobalMaxPerNumber > 0)
        {
            yield return new RestrictionRule { Id = banca.Id, BancaId = banca.Id, MaxTotal = banca.GlobalMaxPerNumber };
        }

        foreach (var setting in settings.Where(s => s.MaxTotalPerSorteo is not null))
        {
            yield return new RestrictionRule
            {
                Id = setting.Id,
                BancaId = banca.Id,
                LoteriaId = setting.LoteriaId,
                MaxTotal = setting.MaxTotalPerSorteo,
            };
        }
    }
}
