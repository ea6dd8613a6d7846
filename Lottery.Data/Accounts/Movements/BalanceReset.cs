using System.Globalization;
using System.Text.Json.Nodes;
using Lottery.Data.Accounts.Posting;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts.Movements;

/// <summary>
/// "Borrón y cuenta nueva": lets a vendedor off what is owed at this moment, or gives it back. What is let off is a line of
/// the ledger like any other, so that it can be told and undone.
/// </summary>
public sealed class BalanceReset(LotteryDbContext db, Ledger ledger, BusinessCalendar calendar)
{
    private const string Key = "balanceResetAt";

    /// <summary>When the vendedor was let off last, as its settings have it; null when never, or when it was given back.</summary>
    public static DateTimeOffset? Of(string? settings) =>
        settings is not null && JsonNode.Parse(settings)?[Key]?.GetValue<string>() is { } at
            ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Brings the saldo of the vendedor in its banca to 0.</summary>
    public Task<Outcome<DateTimeOffset?>> Apply(Guid vendedorId, Actor actor, CancellationToken cancellationToken) =>
        Change("account.reset", vendedorId, "RESET_BALANCE", account => -account.Saldo, calendar.Now, actor, cancellationToken);

    /// <summary>Gives back what was let off last; nothing when nothing was.</summary>
    public async Task<Outcome<DateTimeOffset?>> Revert(Guid vendedorId, Actor actor, CancellationToken cancellationToken) =>
        await Change(
            "account.reset-revert", vendedorId, "REVERT_RESET_BALANCE", effect: null, at: null, actor, cancellationToken);

    private Task<Outcome<DateTimeOffset?>> Change(
        string operation, Guid vendedorId, string action, Func<Account, decimal>? effect, DateTimeOffset? at, Actor actor,
        CancellationToken cancellationToken) =>
        db.InTransaction<DateTimeOffset?>(operation, async ct =>
        {
            var vendedor = await db.Users.Locked(vendedorId).SingleOrDefaultAsync(ct);
            if (vendedor is not { Role: Role.Vendedor, BancaId: { } bancaId })
            {
                return AccountRefusals.VendedorNotFound;
            }

            var account = await ledger.Take(new AccountKey(bancaId, AccountLevel.Vendedor, vendedorId), ct);
            var amount = effect is not null ? effect(account) : -await LetOffLast(vendedor, account, ct);
            if (amount != 0
                && await ledger.Post(account, calendar.Today, EntryKind.Reset, amount, null, actor, ct) is { } settled)
            {
                return settled;
            }

            var settings = vendedor.Settings is null ? [] : JsonNode.Parse(vendedor.Settings)!.AsObject();
            settings.Remove(Key);
            if (at is { } instant)
            {
                settings[Key] = instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            }

            vendedor.Settings = settings.Count == 0 ? null : settings.ToJsonString();
            db.Record(
                actor, ActivityType.UserUpdate, vendedor,
                at is null ? "Saldo restituido" : "Saldo puesto en cero", calendar.Now, new { action, amount });
            return at;
        }, cancellationToken);

    // Its line is not older than the instant that the settings have. A saldo of nothing left no line.
    private async Task<decimal> LetOffLast(User vendedor, Account account, CancellationToken cancellationToken) =>
        Of(vendedor.Settings) is { } since
            ? await db.AccountEntries
                .Where(e => e.BancaId == account.BancaId && e.Level == AccountLevel.Vendedor
                    && e.EntityId == account.EntityId && e.Kind == EntryKind.Reset && e.PostedAt >= since)
                .SumAsync(e => e.Effect, cancellationToken)
            : 0;
}
