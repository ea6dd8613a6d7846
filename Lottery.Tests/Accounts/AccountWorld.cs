using System.Globalization;
using System.Text.Json;
using Lottery.Data.Accounts.Posting;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Accounts;

/// <summary>
/// A counter whose seller earns 10 percent and whose listero earns 15, and days that pass. Draws come out as the test says.
/// </summary>
internal sealed class AccountWorld : IAsyncDisposable
{
    private const decimal Factor = 50;

    private AccountWorld(Counter counter, Guid factorId) => (Counter, FactorId) = (counter, factorId);

    public Counter Counter { get; }

    public ApiClient Admin => Counter.Admin;

    public Guid Seller => Counter.Seller.Id;

    public Guid Ventana => Counter.VentanaId;

    public Guid Banca => Counter.Banca.Id;

    private Guid FactorId { get; }

    public static async Task<AccountWorld> Open()
    {
        var counter = await Counter.Open();
        var world = new AccountWorld(counter, await counter.Game.Multiplier("Cincuenta", Factor));
        await Agree(counter.World, "users", counter.Seller.Id, 10);
        await Agree(counter.World, "ventanas", counter.VentanaId, 15);
        return world;
    }

    /// <summary>What a seller or the listero of a ventana earns, percent.</summary>
    public static async Task Agree(World world, string kind, Guid id, decimal percent) =>
        (await world.Admin.Put($"/{kind}/{id}/commission-policy", new
        {
            commissionPolicyJson = new
            {
                version = 1,
                effectiveFrom = (string?)null,
                effectiveTo = (string?)null,
                defaultPercent = percent,
                rules = Array.Empty<object>(),
            },
        })).Succeeded();

    /// <summary>Nine in the morning of a day that is still to come.</summary>
    public void Go(string day) => Counter.Host.Clock.SetUtcNow(At(day, "09:00"));

    /// <summary>The instant at which the wall clock shows a time.</summary>
    public static DateTimeOffset At(string day, string time) =>
        new DateTimeOffset(DateTime.Parse($"{day}T{time}", CultureInfo.InvariantCulture), TimeSpan.FromHours(-6)).ToUniversalTime();

    /// <summary>A draw of the day, sold and open; it is drawn with <see cref="Evaluate"/>.</summary>
    public async Task<Guid> Sell(
        decimal sales, decimal prizes, ApiClient? seller = null, string? day = null, string time = "12:00")
    {
        var now = Counter.Host.Clock.GetUtcNow();
        var at = At(day ?? now.ToOffset(TimeSpan.FromHours(-6)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), time);
        var sorteo = await Counter.Game.OpenSorteo(at - now);
        await SellFor(sorteo, sales, prizes, seller);
        return sorteo;
    }

    public async Task<Guid> SellFor(Guid sorteo, decimal sales, decimal prizes, ApiClient? seller = null)
    {
        var winning = prizes / Factor;
        List<object> bets = [GameWorld.Numero("11", sales - winning, FactorId)];
        if (winning > 0)
        {
            bets.Add(GameWorld.Numero("27", winning, FactorId));
        }

        return await Counter.Game.Sell(seller ?? Counter.Seller.Client, sorteo, [.. bets]);
    }

    /// <summary>Lets 27 win, at the hour of the draw or now if that is later.</summary>
    public async Task Evaluate(Guid sorteo)
    {
        var at = await Counter.Host.Scalar<DateTime>("select scheduled_at from sorteos where id = $1", sorteo);
        if (Counter.Host.Clock.GetUtcNow() < at)
        {
            Counter.Host.Clock.SetUtcNow(at);
        }

        (await Admin.Patch($"/sorteos/{sorteo}/evaluate", new { winningNumber = "27" })).Succeeded();
    }

    /// <summary>A draw that is sold and drawn.</summary>
    public async Task<Guid> Draw(decimal sales, decimal prizes, ApiClient? seller = null, string time = "12:00")
    {
        var sorteo = await Sell(sales, prizes, seller, time: time);
        await Evaluate(sorteo);
        return sorteo;
    }

    public Task<Answer> Move(string type, decimal amount, string day, object? whose = null, string? time = null)
    {
        var body = JsonSerializer.SerializeToNode(whose ?? new { vendedorId = Seller })!.AsObject();
        (body["type"], body["amount"], body["date"], body["method"]) = (type, amount, day, "cash");
        if (time is not null)
        {
            body["time"] = time;
        }

        return Admin.Post("/accounts/payment", body);
    }

    /// <summary>The statement of the seller, of the ventana, of the banca, or what else the query says.</summary>
    public async Task<JsonElement> Statement(string dimension, string period = "", ApiClient? client = null)
    {
        var whose = dimension switch
        {
            "vendedor" => $"&vendedorId={Seller}",
            "ventana" => $"&ventanaId={Ventana}",
            _ => $"&bancaId={Banca}",
        };
        return (await (client ?? Admin).Get($"/accounts/statement?scope=all&dimension={dimension}{whose}{period}")).Data;
    }

    /// <summary>A day of it.</summary>
    public async Task<JsonElement> Day(string dimension, string day) =>
        (await Statement(dimension, $"&date=range&fromDate={day}&toDate={day}")).Rows("statements").Single();

    /// <summary>Fails the test unless everything that is derived from the ledger, and the ledger itself, is right.</summary>
    public static Task Reconciles(ApiHost host) => host.InDatabase(async (_, services) =>
    {
        var found = await services.GetRequiredService<Reconciliation>().Find(default);
        Assert.IsEmpty(found.Differences);
        Assert.AreEqual(0L, found.Count);
        return found;
    });

    public async ValueTask DisposeAsync()
    {
        await Reconciles(Counter.Host);
        await Counter.DisposeAsync();
    }
}
