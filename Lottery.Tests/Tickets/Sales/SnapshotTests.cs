using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

/// <summary>
/// What one process changes binds a sale through another at once, also when that one hears no announcements any more.
/// </summary>
[TestClass]
public sealed class SnapshotTests
{
    private Counter _counter = null!;
    private FlakyProxy _line = null!;
    private ApiHost _other = null!;
    private ApiClient _seller = null!;
    private Guid _sorteo;

    [TestInitialize]
    public async Task Open()
    {
        _counter = await Counter.Open();
        _line = FlakyProxy.To(_counter.Host.Database);
        _other = await ApiHost.Start(
            _counter.Host.Database, _counter.Host.Clock, $"--ConnectionStrings:LotteryDirect={_line.Database}");
        _sorteo = await _counter.OpenSorteo();
        _seller = _other.WithToken(_counter.Seller.Client.Token!);
        // Now the other process knows the banca.
        (await Sell(100)).Succeeded();
    }

    [TestCleanup]
    public async Task Close()
    {
        _other.Log.Expect("ANNOUNCEMENTS_LOST");
        await _other.DisposeAsync();
        await _line.DisposeAsync();
        await _counter.DisposeAsync();
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_rule_binds_and_frees_every_process_with_its_commit(bool isDeaf)
    {
        await Hear(!isDeaf);
        var rule = await _counter.Banca.Restriction(new { bancaId = _counter.Banca.Id, maxTotal = 300 });

        (await Sell(201)).Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED");
        (await Sell(200)).Succeeded();
        (await _counter.Admin.Delete($"/restrictions/{rule}")).Succeeded();
        (await Sell(1)).Succeeded();
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_switch_counts_in_every_process_with_its_commit(bool isDeaf)
    {
        await Hear(!isDeaf);
        (await _counter.Admin.Delete($"/multipliers/{_counter.Game.NumeroId}", new { isActive = false })).Succeeded();

        (await Sell(100)).Refused(HttpStatusCode.BadRequest, "INACTIVE_MULTIPLIER");
        (await _counter.Admin.Delete($"/multipliers/{_counter.Game.NumeroId}", new { isActive = true })).Succeeded();
        (await Sell(100)).Succeeded();
        await _counter.Banca.Restriction(new { ventanaId = _counter.VentanaId, salesCutoffMinutes = 30 });
        _counter.Host.Clock.Advance(TimeSpan.FromMinutes(151));
        (await Sell(100)).Refused(HttpStatusCode.Conflict, "SALES_CUTOFF_REACHED");
    }

    private Task Hear(bool hears) => hears ? Task.CompletedTask : _line.Refuse();

    private Task<Answer> Sell(decimal amount) =>
        _seller.Post("/tickets", _counter.Game.Ticket(_sorteo, _counter.Game.Numero("27", amount)));
}
