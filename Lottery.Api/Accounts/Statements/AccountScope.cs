using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Statements;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Accounts.Statements;

/// <summary>Whose accounts a request may read. What a ventana or a vendedor is of is never the client's to say.</summary>
internal static class AccountScope
{
    /// <summary>
    /// The accounts that the dimension and the ids mean to the actor. Ids of another banca are not refused: who moved away
    /// left an account behind, and nothing but that is found of them.
    /// </summary>
    public static async Task<Outcome<AccountSelection>> Of(
        AccountFilter asked, Actor actor, LotteryDbContext db, CancellationToken cancellationToken)
    {
        switch (actor.Role)
        {
            case Role.Vendedor:
                return asked.Level == AccountLevel.Vendedor
                    ? new AccountSelection(AccountLevel.Vendedor, actor.BancaId, actor.Id, null)
                    : AccountRefusals.Forbidden;

            case Role.Ventana when asked.Level == AccountLevel.Ventana:
                return new AccountSelection(AccountLevel.Ventana, actor.BancaId, actor.VentanaId, null);

            case Role.Ventana when asked.Level == AccountLevel.Vendedor:
                return asked.VendedorId is { } vendedor
                    && !await db.Users.AnyAsync(
                        u => u.Id == vendedor && u.Role == Role.Vendedor && u.VentanaId == actor.VentanaId,
                        cancellationToken)
                    ? AccountRefusals.Forbidden
                    : new AccountSelection(
                        AccountLevel.Vendedor, actor.BancaId, asked.VendedorId, actor.VentanaId);

            case Role.Ventana:
                return AccountRefusals.Forbidden;

            default:
                var banca = actor.Role == Role.Admin ? asked.BancaId ?? actor.BancaId : actor.BancaId;
                return asked.Level switch
                {
                    AccountLevel.Vendedor => new AccountSelection(
                        AccountLevel.Vendedor, banca, asked.VendedorId,
                        asked.VendedorId is null ? asked.VentanaId : null),
                    AccountLevel.Ventana => new AccountSelection(AccountLevel.Ventana, banca, asked.VentanaId, null),
                    _ => new AccountSelection(AccountLevel.Banca, banca, null, null),
                };
        }
    }

    /// <summary>The refusal for a scope that the role does not have, as terminals know it; null when it has it.</summary>
    public static Refusal? Wrong(string scope, AccountLevel level, Actor actor) => actor.Role switch
    {
        Role.Vendedor => scope == "mine" && level == AccountLevel.Vendedor ? null : AccountRefusals.Forbidden,
        Role.Ventana when scope == "all" => AccountRefusals.Forbidden,
        Role.Ventana => (scope == "mine" ? AccountLevel.Ventana : AccountLevel.Vendedor) == level
            ? null
            : AccountRefusals.InvalidDimension,
        _ => null,
    };

    /// <summary>
    /// What the selected account is called; nothing for several together, and for who has nothing to do with the banca.
    /// </summary>
    public static async Task<AccountNames> Names(
        AccountSelection accounts, bool hasAccount, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var banca = accounts.BancaId is { } bancaId
            ? await db.Bancas.Where(b => b.Id == bancaId).Select(b => new EntityName(b.Id, b.Name, b.Code))
                .TagWith("account.banca").SingleOrDefaultAsync(cancellationToken)
            : null;
        if (accounts.EntityId is not { } id)
        {
            return new AccountNames(banca, null, null);
        }

        if (accounts.Level == AccountLevel.Ventana)
        {
            return new AccountNames(banca, await Ventana(db, id, cancellationToken), null);
        }

        var users = hasAccount ? db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter]) : db.Users;
        var vendedor = await users.Where(u => u.Id == id)
            .Select(u => new { Name = new EntityName(u.Id, u.Name, u.Code), u.VentanaId })
            .TagWith("account.vendedor").SingleOrDefaultAsync(cancellationToken);
        return new AccountNames(
            banca,
            vendedor?.VentanaId is { } ventanaId ? await Ventana(db, ventanaId, cancellationToken) : null,
            vendedor?.Name);
    }

    private static Task<EntityName?> Ventana(LotteryDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.Ventanas.Where(v => v.Id == id).Select(v => new EntityName(v.Id, v.Name, v.Code))
            .TagWith("account.ventana").SingleOrDefaultAsync(cancellationToken);
}

/// <summary>What a client asks for.</summary>
internal sealed record AccountFilter(AccountLevel Level, Guid? BancaId, Guid? VentanaId, Guid? VendedorId);

internal sealed record EntityName(Guid Id, string Name, string? Code);

internal sealed record AccountNames(EntityName? Banca, EntityName? Ventana, EntityName? Vendedor);
