using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Loterias;

/// <summary>
/// Opening a banca, with its first administrator and a copy of every base lotería when they are asked for: all or
/// nothing.
/// </summary>
public sealed class BancaOpening(LotteryDbContext db, Passwords passwords, UserAdmission admission, TimeProvider clock)
{
    public async Task<Outcome<Banca>> Open(
        Banca banca, Credentials? administrator, bool importBaseLoterias, Actor actor, CancellationToken cancellationToken)
    {
        if (administrator is { } who && passwords.Check(who.Password) is { } weak)
        {
            return weak;
        }

        var hash = administrator is { } user ? await passwords.Hash(user.Password, cancellationToken) : null;
        return await db.InTransaction<Banca>("banca.create", async ct =>
        {
            db.Bancas.Add(banca);
            db.Record(actor, ActivityType.BancaCreate, banca, $"Banca creada: {banca.Name}", clock.GetUtcNow());
            if (importBaseLoterias)
            {
                await Import(banca, actor, ct);
            }

            if (hash is null)
            {
                return banca;
            }

            // Its administrator is placed at a banca that the database has.
            await db.SaveChangesAsync(ct);
            var name = $"Admin {banca.Name}";
            var added = await admission.Add(
                new NewUser(name[..Math.Min(name.Length, User.LongestName)], administrator!.Username, administrator.Password, Role.Banca)
                {
                    BancaId = banca.Id,
                },
                hash, actor, ct);
            return added.Select(_ => banca);
        }, cancellationToken);
    }

    private async Task Import(Banca banca, Actor actor, CancellationToken cancellationToken)
    {
        var templates = await db.Loterias.Where(l => l.BancaId == null && l.IsActive).ToListAsync(cancellationToken);
        var ids = templates.Select(template => template.Id).ToList();
        var prices = await db.LoteriaMultipliers
            .Where(m => ids.Contains(m.LoteriaId) && m.IsActive && m.AppliesToSorteoId == null && m.AppliesToDate == null)
            .ToListAsync(cancellationToken);
        foreach (var template in templates)
        {
            var copy = template.CopyFor(banca.Id);
            db.Loterias.Add(copy);
            db.LoteriaMultipliers.AddRange(prices.Where(price => price.LoteriaId == template.Id)
                .Select(price => new LoteriaMultiplier
                {
                    LoteriaId = copy.Id,
                    BancaId = banca.Id,
                    Name = price.Name,
                    ValueX = price.ValueX,
                    Kind = price.Kind,
                }));
            db.Record(
                actor, ActivityType.LoteriaCreate, copy, $"Lotería copiada de la base: {copy.Name}", clock.GetUtcNow());
        }
    }
}
