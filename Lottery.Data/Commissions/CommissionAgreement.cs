using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Commissions;

/// <summary>
/// Agreeing with a banca, a ventana or a user on what they earn; null ends what was agreed. Who it is about has no say:
/// only a superior writes it, and what was there before stays in the activity log. Tickets sold keep their commissions.
/// </summary>
public sealed class CommissionAgreement(LotteryDbContext db, TimeProvider clock)
{
    public Task<Outcome<Banca>> WithBanca(
        Guid id, CommissionPolicy? policy, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<Banca>("commission.banca", async ct =>
        {
            var banca = await db.Bancas.FromSql($"select * from bancas where id = {id} for no key update")
                .SingleOrDefaultAsync(ct);
            if (banca is null || await Unknown(policy, banca.Id, ct))
            {
                return banca is null ? BancaRefusals.NotFound : LoteriaRefusals.NotFound;
            }

            banca.CommissionPolicyJson = policy?.ToJson();
            Record(actor, banca, banca.Name, policy);
            return banca;
        }, cancellationToken);

    public Task<Outcome<Ventana>> WithVentana(
        Guid id, CommissionPolicy? policy, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<Ventana>("commission.ventana", async ct =>
        {
            var ventana = await db.Ventanas.FromSql($"select * from ventanas where id = {id} for no key update")
                .SingleOrDefaultAsync(ct);
            if (ventana is null || await Unknown(policy, ventana.BancaId, ct))
            {
                return ventana is null ? VentanaRefusals.NotFound : LoteriaRefusals.NotFound;
            }

            ventana.CommissionPolicyJson = policy?.ToJson();
            Record(actor, ventana, ventana.Name, policy);
            return ventana;
        }, cancellationToken);

    public Task<Outcome<User>> WithUser(
        Guid id, CommissionPolicy? policy, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<User>("commission.user", async ct =>
        {
            var user = await db.Users.Locked(id).FindVisible(id, actor, ct);
            if (user is null || user.OutOfReachOf(actor) is not null || user.Id == actor.UserId)
            {
                return user is null ? UserRefusals.NotFound : UserRefusals.Forbidden;
            }

            if (await Unknown(policy, user.BancaId, ct))
            {
                return LoteriaRefusals.NotFound;
            }

            user.CommissionPolicyJson = policy?.ToJson();
            Record(actor, user, user.Username, policy);
            return user;
        }, cancellationToken);

    // A rule about a game that the house does not have would never speak.
    private async Task<bool> Unknown(CommissionPolicy? policy, Guid? bancaId, CancellationToken cancellationToken)
    {
        var named = (policy?.Rules ?? []).Select(rule => rule.LoteriaId).OfType<Guid>().Distinct().ToList();
        return named.Count > 0 && named.Count != await db.Loterias.CountAsync(
            l => named.Contains(l.Id) && (l.BancaId == null || bancaId == null || l.BancaId == bancaId), cancellationToken);
    }

    private void Record(Actor actor, IAudited target, string name, CommissionPolicy? policy) => db.Record(
        actor, ActivityType.SystemAction, target,
        policy is null ? $"Comisiones retiradas: {name}" : $"Comisiones acordadas: {name}", clock.GetUtcNow(),
        new { op = "commission-policy" });
}
