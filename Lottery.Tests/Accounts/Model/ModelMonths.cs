using System.Net;
using Lottery.Data.Accounts;
using Lottery.Data.Tickets;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Tests.Accounts.Model;

/// <summary>
/// Random days of several bancas. It keeps what the accounts cannot be added up from: which days are settled, which months
/// are closed, and who was let off what.
/// </summary>
internal sealed partial class ModelMonths : IAsyncDisposable
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
