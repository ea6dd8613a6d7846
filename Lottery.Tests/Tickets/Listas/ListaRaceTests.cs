using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Listas;

/// <summary>A lista that is left out while it is being sold.</summary>
[TestClass]
[TestProperty("Defect", "DRAW-24")]
public sealed class ListaRaceTests
{
    private Counter _counter = null!;
    private Person _house = null!;
    private Guid _sorteo;

    [TestInitialize]
    public async Task Open()
    {
        _counter = await Counter.Open();
        _house = await _counter.Banca.Administrator();
        await _counter.Banca.Restriction(new { bancaId = _counter.Banca.Id, maxTotal = 1_000_000 });
        _sorteo = await _counter.OpenSorteo();
        (await _counter.Sell(_sorteo, Numero("28", 1))).Succeeded();
    }

    [TestCleanup]
    public async Task Close() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task A_lista_is_left_out_between_sales_and_none_slips_by()
    {
        await using var second = await _counter.SecondHost();
        var selling = Enumerable.Range(0, 24).Select(async sale =>
        {
            var host = sale % 2 == 0 ? _counter.Host : second;
            using var client = new ApiClient(host.Address, _counter.Seller.Client.Token);
            var answers = new List<Answer>();
            do
            {
                answers.Add(await client.Post("/tickets", _counter.Game.Ticket(_sorteo, Numero("27", 1))));
            }
            while (answers[^1].Status == HttpStatusCode.OK);

            return answers;
        }).ToList();
        (await _counter.Sell(_sorteo, Numero("28", 1))).Succeeded();

        (await Exclude()).Succeeded();
        var answers = await Task.WhenAll(selling);

        foreach (var last in answers.Select(of => of[^1]))
        {
            last.Refused(HttpStatusCode.Conflict, "LISTA_EXCLUDED");
        }

        Assert.AreEqual(0, await _counter.Host.Scalar<long>(
            "select count(*) from tickets where sorteo_id = $1 and status <> 'EXCLUDED'", _sorteo));
        Assert.AreEqual(answers.Sum(of => of.Count - 1) + 2, await _counter.Host.Scalar<long>(
            "select count(*) from jugadas where sorteo_id = $1 and is_excluded", _sorteo));
        await CountersAreRight();
    }

    [TestMethod]
    public async Task A_sale_that_is_under_way_is_waited_for_and_left_out_with_the_rest()
    {
        const string Key = "a-sale-that-is-under-way";
        var stranger = await Stranger.Takes(
            _counter.Host,
            $"""
            insert into idempotency_records (user_id, operation, key, payload_hash, response, created_at)
            values ($1, 'ticket.sell', '{Key}', 'x', '{"{}"}', now())
            """,
            _counter.Seller.Id);
        var sale = _counter.Seller.Client.Post(
            "/tickets", _counter.Game.Order(_sorteo, [Numero("27", 500)], idempotencyKey: Key));
        await stranger.UntilWaiting(1);

        var exclude = Exclude();
        await stranger.UntilWaiting(2);
        await stranger.DisposeAsync();

        var ticket = (await sale).Data.Id();
        (await exclude).Succeeded();
        Assert.AreEqual(
            "EXCLUDED", await _counter.Host.Scalar<string>("select status from tickets where id = $1", ticket));
        await CountersAreRight();
    }

    private object Numero(string number, decimal amount) => _counter.Game.Numero(number, amount);

    private Task<Answer> Exclude() => _house.Client.Post(
        $"/sorteos/{_sorteo}/listas/exclude", new { ventanaId = _counter.VentanaId });

    // What the product itself finds to correct is what would be wrong.
    private async Task CountersAreRight() => Assert.Contains(
        "; 0 corregidos", (await _counter.Admin.Post($"/restrictions/rehydrate/{_sorteo}")).Data.Text("message"));
}
