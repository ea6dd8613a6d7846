using Lottery.Data.Calendar;
using Lottery.Data.Commissions;
using Lottery.Data.Loterias;
using Lottery.Data.Restrictions;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Tickets.Sales.Snapshot;

/// <summary>
/// Reads a banca's snapshot. The versions first: what is read after them is at least as new, and a change in between
/// makes a snapshot that says it is older than it is, which a sale notices.
/// </summary>
internal sealed class SnapshotReader(
    LotteryDbContext db, IOptions<BaseMultiplierOptions> multipliers, BusinessCalendar calendar,
    ILogger<SaleSnapshots> log)
{
    /// <returns>Null when there is no such banca.</returns>
    public async Task<SaleSnapshot?> Read(Guid bancaId, CancellationToken cancellationToken)
    {
        db.Tenant.Enter(bancaId);
        var versions = await db.SaleVersions.AsNoTracking()
            .Where(v => v.BancaId == bancaId || v.BancaId == Guid.Empty)
            .ToDictionaryAsync(v => v.BancaId, v => v.Version, cancellationToken);
        var banca = await db.Bancas.AsNoTracking().SingleOrDefaultAsync(b => b.Id == bancaId, cancellationToken);
        if (banca is null)
        {
            return null;
        }

        var people = await People(bancaId, cancellationToken);
        var settings = await db.BancaLoteriaSettings.AsNoTracking().Where(s => s.IsActive)
            .ToListAsync(cancellationToken);
        var rules = await db.RestrictionRules.AsNoTracking().Where(r => r.IsActive).ToListAsync(cancellationToken);
        return new SaleSnapshot
        {
            Versions = new SaleVersions(
                versions.GetValueOrDefault(bancaId), versions.GetValueOrDefault(Guid.Empty)),
            Banca = new BancaFacts(
                banca.Id, banca.Name, banca.IsActive, banca.DefaultMinBet, banca.SalesCutoffMinutes,
                Policy(banca.CommissionPolicyJson, CommissionOrigin.Banca, banca.Id)),
            Ventanas = await Ventanas(people, cancellationToken),
            Sellers = people.ToDictionary(p => p.Facts.Id, p => p.Facts),
            Loterias = await Loterias(settings, cancellationToken),
            Overrides = await Overrides(cancellationToken),
            DefaultX = multipliers.Value.BaseDefaultX,
            Rules =
            [
                .. rules.Concat(BancaLimits.Of(banca, settings))
                    .OrderByDescending(r => r.Priority).ThenBy(r => r.CreatedAt).ThenBy(r => r.Id),
            ],
            Exclusions = await Exclusions(cancellationToken),
        };
    }

    private async Task<List<Person>> People(Guid bancaId, CancellationToken cancellationToken)
    {
        var rows = await db.Users.AsNoTracking()
            .Where(u => u.BancaId == bancaId && u.VentanaId != null)
            .Select(u => new
            {
                u.Id,
                u.Name,
                u.Code,
                u.Role,
                u.IsActive,
                VentanaId = u.VentanaId!.Value,
                u.CommissionPolicyJson,
                u.UpdatedAt,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(u => new Person(
                new SellerFacts(
                    u.Id, u.Name, u.Code, u.Role, u.IsActive, u.VentanaId,
                    Policy(u.CommissionPolicyJson, CommissionOrigin.User, u.Id)),
                u.UpdatedAt)),
        ];
    }

    private async Task<Dictionary<Guid, VentanaFacts>> Ventanas(List<Person> people, CancellationToken cancellationToken)
    {
        // The listero of a ventana is the last changed of its users who may still log in.
        var listeros = people.Where(p => p.Facts is { Role: Role.Ventana, IsActive: true })
            .GroupBy(p => p.Facts.VentanaId)
            .ToDictionary(at => at.Key, at => at.MaxBy(p => p.UpdatedAt)!.Facts.Policy);
        var ventanas = await db.Ventanas.AsNoTracking().ToListAsync(cancellationToken);
        return ventanas.ToDictionary(v => v.Id, v => new VentanaFacts(
            v.Id, v.Name, v.Code, v.IsActive, Policy(v.CommissionPolicyJson, CommissionOrigin.Ventana, v.Id),
            listeros.GetValueOrDefault(v.Id)));
    }

    private async Task<Dictionary<Guid, LoteriaFacts>> Loterias(
        List<BancaLoteriaSetting> settings, CancellationToken cancellationToken)
    {
        var prices = (await db.LoteriaMultipliers.AsNoTracking().OrderBy(m => m.CreatedAt).ThenBy(m => m.Id)
                .ToListAsync(cancellationToken))
            .ToLookup(m => m.LoteriaId, m => new MultiplierFacts(
                m.Id, m.LoteriaId, m.Name, m.ValueX, m.Kind, m.IsActive, m.AppliesToSorteoId, m.AppliesToDate));
        var loterias = await db.Loterias.AsNoTracking().ToListAsync(cancellationToken);
        return loterias.ToDictionary(l => l.Id, l => new LoteriaFacts(
            l.Id, l.Name, l.Rules, l is { IsActive: true, DeletedAt: null },
            settings.Find(s => s.LoteriaId == l.Id)?.BaseMultiplierX, [.. prices[l.Id]]));
    }

    private async Task<Dictionary<(Guid UserOrVentana, Guid Loteria), decimal>> Overrides(
        CancellationToken cancellationToken) =>
        (await db.MultiplierOverrides.AsNoTracking()
            .Where(o => o.IsActive && o.MultiplierType == MultiplierOverride.Numero).ToListAsync(cancellationToken))
        .ToDictionary(o => ((o.UserId ?? o.VentanaId)!.Value, o.LoteriaId), o => o.BaseMultiplierX);

    private async Task<ILookup<Guid, ExcludedLista>> Exclusions(CancellationToken cancellationToken) =>
        (await db.ListaExclusions.AsNoTracking()
            .Where(x => x.Sorteo!.Status != SorteoStatus.Evaluated)
            .Select(x => new ExcludedLista(
                x.SorteoId, x.VentanaId, x.VendedorId, x.MultiplierId, x.Multiplier == null ? null : x.Multiplier.Kind))
            .ToListAsync(cancellationToken))
        .ToLookup(x => x.SorteoId);

    // Told once for each snapshot, not with every sale. Whether it is in effect is asked by the sale: that changes by the
    // clock alone.
    private CommissionPolicy? Policy(string? json, CommissionOrigin level, Guid ownerId)
    {
        var policy = CommissionPolicy.Read(json);
        if (policy is null && json is not (null or "null"))
        {
            CommissionLog.Unreadable(log, level, ownerId);
        }
        else if (calendar.Now < policy?.EffectiveFrom)
        {
            CommissionLog.NotYetEffective(log, level, ownerId, policy.EffectiveFrom);
        }
        else if (calendar.Now > policy?.EffectiveTo)
        {
            CommissionLog.Expired(log, level, ownerId, policy.EffectiveTo);
        }

        return policy;
    }

    private sealed record Person(SellerFacts Facts, DateTimeOffset UpdatedAt);
}
