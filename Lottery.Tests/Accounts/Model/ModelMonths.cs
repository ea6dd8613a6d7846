using System.Net;
using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Closings;
using Lottery.Data.Accounts.Settlement;
using Lottery.Data.Tickets;
using Lottery.Data.Users;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Accounts.Model;

/// <summary>
/// Random days of several bancas. It keeps what the accounts cannot be added up from: which days are settled, which months
/// are closed, and who was let off what.
/// </summary>
internal sealed class ModelMonths : IAsyncDisposable
{
    /// <summary>Nobody registers anything for a day before.</summary>
    public static readonly DateOnly First = new(2026, 10, 1);

    private readonly Random _random;
    private readonly List<ModelBanca> _bancas = [];
    private readonly Dictionary<Guid, NaiveReset> _letOff = [];
    private readonly List<(Guid Id, ModelBanca Banca)> _draws = [];
    private readonly List<(Guid Id, AccountKey Account, DateOnly Day)> _movements = [];
    private readonly List<Guid> _reversed = [];

    private ModelMonths(World world, Random random) => (World, _random) = (world, random);

    public World World { get; }

    public List<NaiveReset> Resets { get; } = [];

    /// <summary>Vendedores who were let off and not given back, and since when.</summary>
    public Dictionary<Guid, DateOnly> ResetOn { get; } = [];

    /// <summary>Days that there is a row of.</summary>
    public HashSet<(AccountKey Account, DateOnly Day)> Known { get; } = [];

    public Dictionary<AccountKey, DateOnly> SettledThrough { get; } = [];

    public SortedSet<DateOnly> Closed { get; } = [];

    public Dictionary<string, int> Done { get; } = [];

    public IReadOnlyList<ModelBanca> Bancas => _bancas;

    public DateOnly Today => DateOnly.FromDateTime(World.Now.ToOffset(TimeSpan.FromHours(-6)).DateTime);

    public static async Task<ModelMonths> Open(Random random)
    {
        var months = new ModelMonths(await World.Create(await Counter.HostOn()), random);
        for (var banca = 0; banca < 2; banca++)
        {
            months._bancas.Add(await ModelBanca.Furnish(months.World, random));
        }

        return months;
    }

    /// <summary>Something happens; what it has to come to is asserted at once.</summary>
    public async Task Step()
    {
        (string Name, int Weight, Func<Task<bool>> Do)[] acts =
        [
            ("sold", 40, Sell), ("cancelled", 3, Cancel), ("left out", 3, LeaveOut), ("evaluated", 18, Evaluate),
            ("reverted", 5, Revert), ("moved money", 14, Move), ("took back", 5, TakeBack), ("let off", 2, LetOff),
            ("gave back", 2, GiveBack), ("moved a vendedor", 2, MoveVendedor), ("settled", 2, Settle),
            ("re-opened", 2, Reopen), ("closed", 1, Close), ("a day passed", 9, NextDay),
        ];
        var pick = _random.Next(acts.Sum(act => act.Weight));
        foreach (var act in acts)
        {
            if ((pick -= act.Weight) < 0)
            {
                if (await act.Do())
                {
                    Done[act.Name] = Done.GetValueOrDefault(act.Name) + 1;
                }

                return;
            }
        }
    }

    public async ValueTask DisposeAsync() => await World.DisposeAsync();

    private T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private Task<bool> NextDay()
    {
        World.Host.Clock.SetUtcNow(AccountWorld.At($"{Today.AddDays(_random.Next(1, 4)):yyyy-MM-dd}", "09:00"));
        return Task.FromResult(true);
    }

    private async Task<bool> Sell()
    {
        var banca = Any(_bancas);
        if (banca.Open is null || _random.Next(6) == 0)
        {
            World.Host.Clock.Advance(TimeSpan.FromSeconds(1));
            banca.Open = await banca.Game.OpenSorteo(TimeSpan.FromMinutes(_random.Next(60, 600)));
            _draws.Add((banca.Open.Value, banca));
        }

        object[] bets = [.. Enumerable.Range(0, _random.Next(1, 4))
            .Select(_ => banca.Game.Numero(Any(["11", "27", "33"]), _random.Next(100, 500_000) / 100m))];
        var seller = Any(banca.Sellers);
        var answer = await seller.Client.Post("/tickets", banca.Game.Ticket(banca.Open.Value, bets));
        if (answer.Status != HttpStatusCode.OK)
        {
            // Its time has come, it was drawn, or the seller is left out of it or sells elsewhere by now.
            banca.Open = null;
            return false;
        }

        return true;
    }

    private async Task<bool> Cancel()
    {
        var open = _bancas.Select(b => b.Open).ToList();
        var tickets = await World.Host.InDatabase(db => db.Tickets
            .Where(t => t.Status == TicketStatus.Active && open.Contains(t.SorteoId)).Select(t => t.Id).ToListAsync());
        return tickets.Count > 0
            && (await World.Admin.Patch($"/tickets/{Any(tickets)}/cancel")).Status == HttpStatusCode.OK;
    }

    private async Task<bool> LeaveOut()
    {
        var banca = Any(_bancas);
        return banca.Open is { } open && (await World.Admin.Post(
            $"/sorteos/{open}/listas/{Any(["exclude", "include"])}", new { ventanaId = Any(banca.Ventanas) },
            ("X-Active-Banca-Id", $"{banca.Id}"))).Status == HttpStatusCode.OK;
    }

    private async Task<bool> Evaluate()
    {
        if (_draws.Count == 0)
        {
            return false;
        }

        var (id, banca) = Any(_draws);
        var (status, day, accounts) = await Facts(id, t => t.Status == TicketStatus.Active);
        if (status == Data.Sorteos.SorteoStatus.Evaluated)
        {
            return false;
        }

        var answer = await World.Admin.Patch(
            $"/sorteos/{id}/evaluate", new { winningNumber = Any(["11", "27", "44"]) });
        if (answer.Code == "SORTEO_NOT_DRAWN_YET")
        {
            return false;
        }

        banca.Open = banca.Open == id ? null : banca.Open;
        return Posted(answer, accounts, day);
    }

    private async Task<bool> Revert()
    {
        if (_draws.Count == 0)
        {
            return false;
        }

        var (id, _) = Any(_draws);
        var (status, day, accounts) = await Facts(id, t => t.Status is TicketStatus.Evaluated or TicketStatus.Paid);
        return status == Data.Sorteos.SorteoStatus.Evaluated && Posted(
            await World.Admin.Patch($"/sorteos/{id}/revert-evaluation", new { reason = "Otro número" }), accounts, day);
    }

    private async Task<bool> Move()
    {
        var banca = Any(_bancas);
        var account = AnyAccount(banca);
        var day = Today.AddDays(-Math.Max(0, _random.Next(-10, 25)));
        day = day < First ? First : day;
        var answer = await World.Admin.Post("/accounts/payment", new
        {
            date = $"{day:yyyy-MM-dd}",
            bancaId = banca.Id,
            ventanaId = account.VentanaId,
            vendedorId = account.VendedorId,
            amount = _random.Next(1, 2_000_000) / 100m,
            type = Any(["payment", "collection"]),
            method = Any(["cash", "transfer", "check", "other"]),
        });
        if (answer.Code == "VENDEDOR_NOT_FOUND")
        {
            // Works elsewhere by now, and nothing was ever posted to an account of this banca.
            Assert.DoesNotContain(known => known.Account == account, Known);
            return false;
        }

        if (Posted(answer, [account], day))
        {
            _movements.Add((answer.Data.GetProperty("payment").Id(), account, day));
            return true;
        }

        return false;
    }

    private async Task<bool> TakeBack()
    {
        if (_movements.Count == 0)
        {
            return false;
        }

        var (id, account, day) = Any(_movements);
        var answer = await World.Admin.Post("/accounts/reverse-payment", new { paymentId = id, reason = "Equivocado" });
        if (_reversed.Contains(id))
        {
            answer.Refused(HttpStatusCode.BadRequest, "PAYMENT_ALREADY_REVERSED");
            return false;
        }

        if (Posted(answer, [account], day))
        {
            _reversed.Add(id);
            return true;
        }

        return false;
    }

    private async Task<bool> LetOff()
    {
        var (banca, seller) = await AnySeller();
        var account = new AccountKey(banca, AccountLevel.Vendedor, seller.Id);
        var saldo = (await NaiveAccountsNow()).Remaining(account, DateOnly.MaxValue);
        (await World.Admin.Post("/accounts/reset-balance", new { vendedorId = seller.Id })).Succeeded();
        _letOff[seller.Id] = new NaiveReset(account, Today, -saldo);
        Resets.Add(_letOff[seller.Id]);
        ResetOn[seller.Id] = Today;
        if (saldo != 0)
        {
            Known.Add((account, Today));
        }

        return true;
    }

    private async Task<bool> GiveBack()
    {
        var (banca, seller) = await AnySeller();
        (await World.Admin.Post("/accounts/reset-balance", new { vendedorId = seller.Id, revert = true })).Succeeded();
        var account = new AccountKey(banca, AccountLevel.Vendedor, seller.Id);
        ResetOn.Remove(seller.Id);
        if (_letOff.Remove(seller.Id, out var letOff) && letOff.Account == account)
        {
            Resets.Add(new NaiveReset(account, Today, -letOff.Effect));
            if (letOff.Effect != 0)
            {
                Known.Add((account, Today));
            }

            return true;
        }

        return false;
    }

    private async Task<bool> MoveVendedor()
    {
        var (_, seller) = await AnySeller();
        var to = Any(_bancas);
        var answer = await World.Admin.Patch($"/users/{seller.Id}", new { ventanaId = Any(to.Ventanas) });
        answer.Succeeded();
        foreach (var banca in _bancas)
        {
            banca.Sellers.RemoveAll(other => other.Id == seller.Id);
        }

        // Its session may have ended with its place.
        to.Sellers.Add(seller with { Client = await World.LogIn(seller.Username) });
        return true;
    }

    private async Task<bool> Settle()
    {
        var age = _random.Next(1, 12);
        (await World.Admin.Patch(
            "/account-statements/auto-config", new { settlementAgeDays = age, batchSize = 100 })).Succeeded();
        await World.Host.InDatabase((_, services) =>
            services.GetRequiredService<StatementSettlement>().Settle(Actor.System(), default));
        foreach (var account in Known.Select(known => known.Account).Distinct().ToList())
        {
            if (LastKnown(account, Today.AddDays(-age)) is { } last
                && (!SettledThrough.TryGetValue(account, out var before) || last > before))
            {
                SettledThrough[account] = last;
            }
        }

        return true;
    }

    private async Task<bool> Reopen()
    {
        var (banca, from) = (Any(_bancas), Today.AddDays(-_random.Next(0, 20)));
        AccountKey? only = _random.Next(2) == 0 ? AnyAccount(banca) : null;
        if (only?.Level == AccountLevel.Banca)
        {
            only = null;
        }

        var settled = SettledThrough.Where(s => s.Key.BancaId == banca.Id && (only is null || s.Key == only) && s.Value >= from)
            .Select(s => s.Key).ToList();
        var answer = await World.Admin.Post("/accounts/reopen", new
        {
            date = $"{from:yyyy-MM-dd}",
            bancaId = banca.Id,
            ventanaId = only?.VentanaId,
            vendedorId = only?.VendedorId,
            reason = "Corrección",
        });
        if (settled.Count == 0)
        {
            answer.Refused(HttpStatusCode.BadRequest, "NOT_SETTLED");
            return false;
        }

        answer.Succeeded();
        foreach (var account in settled)
        {
            SettledThrough.Remove(account);
            if (LastKnown(account, from) is { } last)
            {
                SettledThrough[account] = last;
            }
        }

        return true;
    }

    private async Task<bool> Close()
    {
        var closed = await World.Host.InDatabase((_, services) =>
            services.GetRequiredService<MonthlyClosings>().CloseAll(Actor.System(), default));
        Assert.IsEmpty(closed.Errors);
        var last = new DateOnly(Today.Year, Today.Month, 1).AddMonths(-1);
        var first = Closed.Count > 0 ? Closed.Max
            : Known.Count > 0 ? Known.Min(known => new DateOnly(known.Day.Year, known.Day.Month, 1)) : last;
        for (var month = first < last ? first : last; month <= last; month = month.AddMonths(1))
        {
            if (Closed.Count > 0 || Known.Any(known => known.Day < month.AddMonths(1)))
            {
                Closed.Add(month);
            }
        }

        return true;
    }

    // Refused exactly when an account of it is settled on the day.
    private bool Posted(Answer answer, IReadOnlyCollection<AccountKey> accounts, DateOnly day)
    {
        if (accounts.Any(account => SettledThrough.TryGetValue(account, out var through) && through >= day))
        {
            answer.Refused(HttpStatusCode.Conflict, "STATEMENT_SETTLED");
            Done["refused"] = Done.GetValueOrDefault("refused") + 1;
            return false;
        }

        answer.Succeeded();
        Known.UnionWith(accounts.Select(account => (account, day)));
        return true;
    }

    private DateOnly? LastKnown(AccountKey account, DateOnly before) => Known
        .Where(known => known.Account == account && known.Day < before).Max(known => (DateOnly?)known.Day);

    private AccountKey AnyAccount(ModelBanca banca) => _random.Next(3) switch
    {
        0 => new AccountKey(banca.Id, AccountLevel.Banca, banca.Id),
        1 => new AccountKey(banca.Id, AccountLevel.Ventana, Any(banca.Ventanas)),
        _ => new AccountKey(banca.Id, AccountLevel.Vendedor, Any(_bancas.SelectMany(b => b.Sellers).ToList()).Id),
    };

    private Task<(Guid BancaId, Person Seller)> AnySeller() =>
        Task.FromResult(Any(_bancas.SelectMany(b => b.Sellers.Select(seller => (b.Id, seller))).ToList()));

    private Task<NaiveAccounts> NaiveAccountsNow() => World.Host.InDatabase(db => NaiveAccounts.Read(db, Resets));

    private async Task<(Data.Sorteos.SorteoStatus Status, DateOnly Day, IReadOnlyCollection<AccountKey> Accounts)> Facts(
        Guid sorteoId, Func<Ticket, bool> counts) => await World.Host.InDatabase(async db =>
    {
        var sorteo = await db.Sorteos.SingleAsync(s => s.Id == sorteoId);
        var tickets = (await db.Tickets.Where(t => t.SorteoId == sorteoId).ToListAsync()).Where(counts).ToList();
        var accounts = tickets.SelectMany(t => (AccountKey[])[
            new(t.BancaId, AccountLevel.Vendedor, t.VendedorId), new(t.BancaId, AccountLevel.Ventana, t.VentanaId),
            new(t.BancaId, AccountLevel.Banca, t.BancaId)]).ToHashSet();
        var day = DateOnly.FromDateTime(sorteo.ScheduledAt.ToOffset(TimeSpan.FromHours(-6)).DateTime);
        return (sorteo.Status, day, (IReadOnlyCollection<AccountKey>)accounts);
    });
}
