using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Ventanas;

/// <summary>Opening a ventana, with the user who operates it when one is asked for: both or neither.</summary>
public sealed class VentanaOpening(LotteryDbContext db, Passwords passwords, UserAdmission admission, TimeProvider clock)
{
    public async Task<Outcome<OpenedVentana>> Open(NewVentana wanted, Actor actor, CancellationToken cancellationToken)
    {
        if (wanted.Operator is { } who && passwords.Check(who.Password) is { } weak)
        {
            return weak;
        }

        var hash = wanted.Operator is { } user ? await passwords.Hash(user.Password, cancellationToken) : null;
        return await db.InTransaction<OpenedVentana>("ventana.create", async ct =>
        {
            var banca = await db.Bancas.SingleOrDefaultAsync(b => b.Id == wanted.BancaId, ct);
            if (banca is not { IsActive: true })
            {
                return banca is null ? BancaRefusals.NotFound : BancaRefusals.Inactive;
            }

            var ventana = new Ventana { BancaId = banca.Id, Name = wanted.Name.Trim() };
            wanted.Describe(ventana);
            db.Ventanas.Add(ventana);
            db.Record(
                actor, ActivityType.VentanaCreate, ventana, $"Ventana creada: {ventana.Name}", clock.GetUtcNow());
            if (hash is null)
            {
                return new OpenedVentana(ventana, null);
            }

            // Its user is placed at a ventana that the database has.
            await db.SaveChangesAsync(ct);
            var added = await admission.Add(OperatorOf(ventana, wanted.Operator!), hash, actor, ct);
            return added.Select(operating => new OpenedVentana(ventana, operating));
        }, cancellationToken);
    }

    internal static NewUser OperatorOf(Ventana ventana, Credentials credentials) =>
        new(ventana.Name, credentials.Username, credentials.Password, Role.Ventana)
        {
            VentanaId = ventana.Id,
            Email = ventana.Email,
        };
}

/// <summary>A ventana as asked for.</summary>
/// <param name="Operator">The user who operates it; null for none.</param>
public sealed record NewVentana(Guid BancaId, string Name, Credentials? Operator)
{
    public string? Code { get; init; }

    /// <summary>Percent.</summary>
    public decimal CommissionMarginX { get; init; }

    public string? Address { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public bool IsActive { get; init; } = true;

    /// <summary>JSON; see <see cref="Persistence.Settings"/>.</summary>
    public string? Settings { get; init; }

    internal void Describe(Ventana ventana)
    {
        (ventana.Code, ventana.CommissionMarginX) = (Code?.Trim(), CommissionMarginX);
        (ventana.Address, ventana.Phone, ventana.Settings) = (Address, Phone, Settings);
        ventana.Email = Email?.Trim().ToLowerInvariant();
        if (!IsActive)
        {
            ventana.Deactivate(reason: null);
        }
    }
}

/// <summary>How somebody logs in.</summary>
public sealed record Credentials(string Username, string Password)
{
    // A record prints its members; this one must never print its password.
    public override string ToString() => Username;
}

/// <param name="Operator">The user that was made with it; null when none was.</param>
public sealed record OpenedVentana(Ventana Ventana, User? Operator);
