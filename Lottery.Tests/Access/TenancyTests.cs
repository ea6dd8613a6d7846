using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Access;

/// <summary>Two houses that look alike: nobody of one reads, changes or counts anything of the other.</summary>
[TestClass]
public sealed class TenancyTests
{
    private static World _world = null!;
    private static House _ours = null!;
    private static House _theirs = null!;
    private static ServedContract _contract = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _ours = await House.Furnish(_world);
        _theirs = await House.Furnish(_world);
        _contract = await ServedContract.Of(_world.Host);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    [DataRow("ADMIN")]
    public async Task An_id_of_the_other_house_opens_nothing(string role)
    {
        var before = await Everything();
        var asked = 0;
        foreach (var operation in _contract.Operations.Where(o => o.NamesAThing))
        {
            var body = operation.HasBody ? operation.Example : "";

            var answer = await operation.SendTo(PathIn(_theirs, operation), ClientOf(role), body, HeadersOf(role));

            Assert.IsTrue(
                answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden,
                $"{role} {operation}: {(int)answer.Status} {answer.Text}");
            asked++;
        }

        Assert.IsGreaterThan(35, asked);
        Assert.AreEqual(before, await Everything(), "Something changed although everything was refused.");
    }

    [TestMethod]
    public async Task Every_operation_lets_its_own_house_in()
    {
        var admin = _ours.Administrator.Client;
        foreach (var operation in _contract.Operations.Where(o => o.Method == "GET" && o.Roles.Contains("BANCA")))
        {
            (await operation.SendTo(PathIn(_ours, operation), admin)).Succeeded();
        }
    }

    [TestMethod]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    [DataRow("ADMIN")]
    public async Task A_list_shows_and_counts_nothing_of_the_other_house(string role)
    {
        var asked = 0;
        foreach (var list in Lists().Where(o => o.Roles.Contains(role)))
        {
            var answer = (await list.SendTo(PathIn(_ours, list), ClientOf(role), "", HeadersOf(role))).Succeeded();

            var shown = _theirs.Ids.Where(id => answer.Text.Contains(id.ToString(), StringComparison.Ordinal));
            Assert.IsEmpty(shown, $"{role} {list}: {answer.Text}");
            Assert.IsGreaterThan(0, Total(answer), $"{role} {list} shows nothing at all.");
            asked++;
        }

        Assert.IsGreaterThan(5, asked);
    }

    [TestMethod]
    public async Task What_an_administrator_counts_is_what_the_houses_count()
    {
        foreach (var path in (string[])["/ventanas", "/loterias", "/multipliers", "/sorteos", "/tickets", "/restrictions"])
        {
            var ours = Total(await _ours.Administrator.Client.Get(path));
            var theirs = Total(await _theirs.Administrator.Client.Get(path));
            var all = Total(await _world.Admin.Get(path));
            var chosen = Total(await _world.Admin.Get(path, HeadersOf("ADMIN")));

            Assert.AreEqual((ours, ours, ours + theirs), (theirs, chosen, all), path);
        }
    }

    [TestMethod]
    public async Task A_search_finds_nothing_of_the_other_house()
    {
        var name = (await _world.Admin.Get($"/loterias/{_theirs.Game.LoteriaId}")).Data.Text("name");
        string[] searches =
        [
            $"/users?search={_theirs.Vendedor.Username}", $"/users?ventanaId={_theirs.VentanaId}",
            $"/users?bancaId={_theirs.Banca.Id}", $"/loterias?search={name}", $"/sorteos?search={name}",
            $"/sorteos?loteriaId={_theirs.Game.LoteriaId}", $"/multipliers?q={name}",
            $"/multipliers?loteriaId={_theirs.Game.LoteriaId}", $"/tickets?search={_theirs.TicketNumber}",
            $"/tickets?sorteoId={_theirs.SorteoId}", $"/tickets?vendedorId={_theirs.Vendedor.Id}",
            $"/activity-logs?targetId={_theirs.TicketId}", $"/activity-logs?userId={_theirs.Vendedor.Id}",
            $"/activity-logs?search={_theirs.Vendedor.Username}", $"/restrictions?bancaId={_theirs.Banca.Id}",
            $"/restrictions?id={_theirs.RestrictionId}", $"/restrictions/grouped?bancaId={_theirs.Banca.Id}",
        ];
        foreach (var search in searches)
        {
            Assert.AreEqual(0, Total(await _ours.Administrator.Client.Get(search)), search);
            Assert.IsGreaterThan(0, Total(await _world.Admin.Get(search)), $"{search} finds nothing for anybody.");
        }
    }

    // The same names and codes on both sides: nothing but the banca tells them apart.
    [TestMethod]
    public async Task Things_of_one_name_are_found_by_each_house_for_itself()
    {
        foreach (var house in (House[])[_ours, _theirs])
        {
            var (admin, bancaId) = (_world.Admin, house.Banca.Id);
            (await admin.Post("/ventanas", new { bancaId, name = "Ventana Gemela", code = "GEM" })).Succeeded();
            (await admin.Post("/loterias", new { bancaId, name = "Lotería Gemela" })).Succeeded();
        }

        foreach (var search in (string[])["/ventanas?search=gemela", "/ventanas?search=GEM", "/loterias?search=gemela"])
        {
            Assert.AreEqual(1, Total(await _ours.Administrator.Client.Get(search)), search);
            Assert.AreEqual(1, Total(await _theirs.Administrator.Client.Get(search)), search);
            Assert.AreEqual(2, Total(await _world.Admin.Get(search)), search);
        }

        await _world.Host.Execute("delete from ventanas where code = 'GEM'");
        await _world.Host.Execute("delete from loterias where name = 'Lotería Gemela'");
    }

    [TestMethod]
    public async Task An_id_of_the_other_house_in_a_body_is_not_taken()
    {
        var before = await Everything();
        var (admin, game) = (_ours.Administrator.Client, _theirs.Game);
        var at = _world.Now.AddDays(1);
        Answer[] answers =
        [
            await admin.Post("/users", new { name = "Ana", username = "ana1", password = World.Password, role = "VENDEDOR", ventanaId = _theirs.VentanaId }),
            await admin.Patch($"/users/{_ours.Vendedor.Id}", new { ventanaId = _theirs.VentanaId }),
            await admin.Post("/multipliers", new { loteriaId = game.LoteriaId, name = "Doble", valueX = 2 }),
            await admin.Post("/sorteos", new { loteriaId = game.LoteriaId, name = "Nuevo", scheduledAt = at }),
            await admin.Patch($"/sorteos/{_ours.SorteoId}", new { loteriaId = game.LoteriaId }),
            await admin.Post("/restrictions", new { bancaId = _theirs.Banca.Id, maxAmount = 100 }),
            await admin.Post("/restrictions", new { ventanaId = _theirs.VentanaId, maxAmount = 100 }),
            await admin.Post("/restrictions", new { userId = _theirs.Vendedor.Id, maxAmount = 100 }),
            await admin.Post("/restrictions", new { loteriaId = game.LoteriaId, multiplierId = game.NumeroId }),
            await admin.Patch($"/restrictions/{_ours.RestrictionId}", new { ventanaId = _theirs.VentanaId }),
            await admin.Put(
                "/restrictions/bulk",
                new { ids = new[] { _ours.RestrictionId, _theirs.RestrictionId }, data = new { maxTotal = 1 } }),
            await admin.Delete("/restrictions/bulk", new { ids = new[] { _ours.RestrictionId, _theirs.RestrictionId } }),
            await _ours.Vendedor.Client.Post("/tickets", game.Ticket(_theirs.SorteoId, game.Numero("27", 100))),
            await _ours.Vendedor.Client.Post("/tickets", _ours.Game.Ticket(_ours.SorteoId, game.Numero("27", 100))),
            await _ours.Listero.Client.Post("/tickets", new
            {
                loteriaId = _ours.Game.LoteriaId,
                sorteoId = _ours.SorteoId,
                vendedorId = _theirs.Vendedor.Id,
                jugadas = new[] { _ours.Game.Numero("27", 100) },
            }),
        ];

        foreach (var answer in answers)
        {
            Assert.IsTrue((int)answer.Status is >= 400 and < 500, answer.Text);
            Assert.AreNotEqual("VALIDATION_FAILED", answer.Code, answer.Text);
        }

        Assert.AreEqual(before, await Everything(), "Something changed although everything was refused.");
    }

    [TestMethod]
    public async Task A_house_creates_in_itself_whatever_banca_it_names()
    {
        var ventana = await _ours.Administrator.Client.Post(
            "/ventanas", new { name = "Ventana Ajena", bancaId = _theirs.Banca.Id });
        var loteria = await _ours.Administrator.Client.Post(
            "/loterias", new { name = "Lotería Ajena", bancaId = _theirs.Banca.Id });

        Assert.AreEqual(_ours.Banca.Id, ventana.Data.Id("bancaId"));
        Assert.AreEqual(_ours.Banca.Id, loteria.Data.Id("bancaId"));
        (await _world.Admin.Delete($"/ventanas/{ventana.Data.Id()}")).Succeeded();
        await _world.Host.Execute("delete from ventanas where id = $1", ventana.Data.Id());
        await _world.Host.Execute("delete from loterias where id = $1", loteria.Data.Id());
    }

    private static IEnumerable<ServedOperation> Lists() => _contract.Operations.Where(o =>
        o.Method == "GET" && !o.NamesAThing
        && !o.Path.EndsWith("/me", StringComparison.Ordinal) && !o.Path.EndsWith("/statistics", StringComparison.Ordinal)
        && !o.Path.EndsWith("/cron-health", StringComparison.Ordinal)
        && !o.Path.EndsWith("/auto-config", StringComparison.Ordinal)
        && !o.Path.EndsWith("/auto-status", StringComparison.Ordinal) && !o.Path.EndsWith("/jobs", StringComparison.Ordinal)
        && !o.Path.EndsWith("/balances", StringComparison.Ordinal)
        // They need activity of their own: Accounts/AccountAccessTests.
        && !o.Path.Contains("/accounts/", StringComparison.Ordinal));

    // Some refuse the lack of what they need in words of their own, so the contract does not call it required.
    private static string PathIn(House house, ServedOperation operation) => operation.At(
            operation.Path.Contains('{', StringComparison.Ordinal) ? house.KeyFor(operation.Path) : "", house.Query)
        + (operation.Path.EndsWith("/balances", StringComparison.Ordinal) ? $"?sorteoId={house.SorteoId}"
            : operation.Path.EndsWith("/bySorteo", StringComparison.Ordinal) ? "?dimension=vendedor" : "");

    private static ApiClient ClientOf(string role) => role == "ADMIN" ? _world.Admin : _ours.People[role].Client;

    private static (string, string)[] HeadersOf(string role) =>
        role == "ADMIN" ? [("X-Active-Banca-Id", _ours.Banca.Id.ToString())] : [];

    // The list of tickets nests its page one level deeper.
    private static int Total(Answer answer) =>
        (answer.Succeeded().Json.TryGetProperty("total", out var total) ? total
            : answer.Json.TryGetProperty("meta", out var meta) ? meta.GetProperty("total")
            : answer.Data.GetProperty("meta").GetProperty("total")).GetInt32();

    private static Task<string> Everything() => Checksum.Of(_world.Host);
}
