using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Restrictions;

/// <summary>Every filter of the two lists leaves out what it should, and the groups what differs in its number alone.</summary>
[TestClass]
public sealed class RestrictionListTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static ApiClient _boss = null!;
    private static GameWorld _game = null!;
    private static Guid _ventanaId;
    private static Person _seller = null!;
    private static readonly Dictionary<string, Guid> Rules = [];

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = (await _banca.Administrator()).Client;
        _game = await _banca.Loteria();
        _ventanaId = await _banca.Ventana();
        _seller = await _banca.Vendedor(_ventanaId);
        await Add("banca", new { bancaId = _banca.Id, number = "05", maxTotal = 1000 });
        await Add("ventana", new { ventanaId = _ventanaId, number = "15", maxAmount = 500 });
        await Add("seller", new { userId = _seller.Id, baseAmount = 2500, salesPercentage = 3 });
        await Add("cutoff", new { bancaId = _banca.Id, salesCutoffMinutes = 5 });
        await Add("auto", new { bancaId = _banca.Id, isAutoDate = true, maxTotal = 700 });
        await Add("block", new
        {
            ventanaId = _ventanaId,
            loteriaId = _game.LoteriaId,
            multiplierId = _game.ReventadoId,
            message = "Cien_por ciento%",
        });
        await Add("off", new { bancaId = _banca.Id, number = "77", maxTotal = 1 });
        (await _boss.Delete($"/restrictions/{Rules["off"]}")).Succeeded();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_list_shows_active_rules_the_one_changed_last_first()
    {
        _world.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _boss.Patch($"/restrictions/{Rules["seller"]}", new { baseAmount = 2600 })).Succeeded();

        var answer = await _boss.Get("/restrictions?pageSize=2&page=1");

        Assert.AreEqual(Rules["seller"], answer.Succeeded().Json.Rows()[0].Id());
        var meta = answer.Json.GetProperty("meta");
        Assert.AreEqual(
            (6, 1, 2, 3, 3),
            (Number(meta, "total"), Number(meta, "page"), Number(meta, "pageSize"), Number(meta, "pages"), Number(meta, "totalPages")));
        var all = new List<Guid>();
        for (var page = 1; page <= 3; page++)
        {
            all.AddRange((await _boss.Get($"/restrictions?pageSize=2&page={page}")).Json.Rows().Select(r => r.Id()));
        }

        CollectionAssert.AreEquivalent(Rules.Where(r => r.Key != "off").Select(r => r.Value).ToList(), all);
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-17")]
    [DataRow("", "auto banca block cutoff seller ventana")]
    [DataRow("isActive=true", "auto banca block cutoff seller ventana")]
    [DataRow("isActive=false", "off")]
    [DataRow("isActive=0", "off")]
    [DataRow("hasCutoff=true", "cutoff")]
    [DataRow("hasCutoff=1", "cutoff")]
    [DataRow("hasCutoff=false", "auto banca block seller ventana")]
    [DataRow("hasAmount=true", "auto banca seller ventana")]
    [DataRow("hasAmount=false", "block cutoff")]
    [DataRow("hasAutoDate=true", "auto")]
    [DataRow("hasAutoDate=false", "banca block cutoff seller ventana")]
    [DataRow("hasLotteryMultiplier=true", "block")]
    [DataRow("hasLotteryMultiplier=false", "auto banca cutoff seller ventana")]
    [DataRow("number=05", "banca")]
    [DataRow("number=5", "")]
    [DataRow("bancaId=BANCA", "auto banca cutoff")]
    [DataRow("ventanaId=VENTANA", "block ventana")]
    [DataRow("userId=SELLER", "seller")]
    [DataRow("id=RULE", "ventana")]
    [DataRow("ventanaId=VENTANA&hasAmount=true", "ventana")]
    [DataRow("search=nombre de vend", "seller")]
    [DataRow("search=revent", "block")]
    [DataRow("search=15", "ventana")]
    [DataRow("search=n_por", "block")]
    [DataRow("search=o%25", "block")]
    [DataRow("search=c_en", "")]
    [DataRow("search=Ventana V", "block ventana")]
    [DataRow("search=Banca B", "auto banca cutoff")]
    [DataRow("_=123", "auto banca block cutoff seller ventana")]
    public async Task A_list_filters(string filter, string expected)
    {
        var path = filter.Replace("BANCA", $"{_banca.Id}", StringComparison.Ordinal)
            .Replace("VENTANA", $"{_ventanaId}", StringComparison.Ordinal)
            .Replace("SELLER", $"{_seller.Id}", StringComparison.Ordinal)
            .Replace("RULE", $"{Rules["ventana"]}", StringComparison.Ordinal);

        Assert.AreEqual(expected, Names((await _boss.Get($"/restrictions?pageSize=100&{path}")).Succeeded().Json.Rows()
            .Select(rule => rule.Id())));
        Assert.AreEqual(expected, Names((await _boss.Get($"/restrictions/grouped?pageSize=100&{path}")).Succeeded().Json.Rows()
            .SelectMany(group => group.Rows("ids").Select(id => id.GetGuid()))));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-17")]
    [DataRow("isActive=maybe")]
    [DataRow("hasCutoff=")]
    [DataRow("pageSize=0")]
    [DataRow("pageSize=101")]
    [DataRow("bancaId=x")]
    [DataRow("number=1234")]
    [DataRow("kind=CUTOFF")]
    public async Task A_filter_that_makes_no_sense_is_refused(string filter)
    {
        (await _boss.Get($"/restrictions?{filter}")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await _boss.Get($"/restrictions/grouped?{filter}")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    [TestMethod]
    public async Task A_row_names_whom_and_what_it_is_about()
    {
        var rows = (await _boss.Get("/restrictions?pageSize=100")).Succeeded().Json.Rows().ToDictionary(r => r.Id());

        var banca = rows[Rules["banca"]];
        Assert.AreEqual(_banca.Id, banca.GetProperty("banca").Id());
        Assert.IsTrue(banca.GetProperty("banca").Text("code").StartsWith('B'));
        var ventana = rows[Rules["ventana"]];
        Assert.AreEqual(_ventanaId, ventana.GetProperty("ventana").Id());
        Assert.AreEqual(
            (JsonValueKind.Null, JsonValueKind.Null),
            (ventana.GetProperty("banca").ValueKind, ventana.GetProperty("bancaId").ValueKind));
        var user = rows[Rules["seller"]].GetProperty("user");
        Assert.AreEqual((_seller.Id, _seller.Username, _ventanaId), (user.Id(), user.Text("username"), user.Id("ventanaId")));
        Assert.HasCount(4, user.EnumerateObject().ToList());
        var block = rows[Rules["block"]];
        Assert.AreEqual(_game.LoteriaId, block.GetProperty("loteria").Id());
        var multiplier = block.GetProperty("multiplier");
        Assert.AreEqual(("Reventado", 200m, "REVENTADO"), (multiplier.Text("name"), multiplier.Money("valueX"), multiplier.Text("kind")));
    }

    [TestMethod]
    public async Task Rules_that_differ_in_their_number_alone_are_one_group()
    {
        var seller = (await _banca.Vendedor(_ventanaId)).Id;
        var path = $"/restrictions/grouped?userId={seller}";
        (await _boss.Post("/restrictions", new { userId = seller, number = (string[])["27", "5", "100"], maxTotal = 100 })).Succeeded();
        foreach (var other in (object[])[
            new { userId = seller, number = "8", maxTotal = 200 }, new { userId = seller, number = "9", maxAmount = 100 },
            new { userId = seller, number = "10", maxTotal = 100, appliesToHour = 3 },
            new { userId = seller, number = "11", maxTotal = 100, message = "No" },
            new { userId = seller, maxTotal = 100, appliesToVendedor = true }])
        {
            await _banca.Restriction(other);
        }

        var groups = (await _boss.Get($"{path}&pageSize=100")).Succeeded().Json.Rows();

        Assert.HasCount(6, groups);
        var big = groups.Single(group => group.Rows("ids").Count > 1);
        Assert.AreEqual("5,27,100", big.Text("number"));
        CollectionAssert.AreEqual((string[])["5", "27", "100"], big.Rows("numbers").Select(n => n.GetString()!).ToArray());
        Assert.HasCount(3, big.Rows("ids").Select(id => id.GetGuid()).Distinct().ToList());
        Assert.AreEqual((100m, seller), (big.Money("maxTotal"), big.GetProperty("user").Id()));
        var all = groups.Single(group => group.GetProperty("appliesToVendedor").GetBoolean());
        Assert.AreEqual((JsonValueKind.Null, 0), (all.GetProperty("number").ValueKind, all.Rows("numbers").Count));

        var page = await _boss.Get($"{path}&pageSize=4&page=2");
        Assert.AreEqual((2, 6, 2), (
            page.Json.Rows().Count, Number(page.Json.GetProperty("meta"), "total"), Number(page.Json.GetProperty("meta"), "pages")));
        var ofGroup = await _boss.Get($"/restrictions?pageSize=100&groupKey={big.Text("groupKey")}");
        CollectionAssert.AreEquivalent(
            big.Rows("ids").Select(id => id.GetGuid()).ToList(), ofGroup.Succeeded().Json.Rows().Select(r => r.Id()).ToList());
        Assert.HasCount(1, (await _boss.Get($"{path}&groupKey={big.Text("groupKey")}")).Json.Rows());
        Assert.IsEmpty((await _boss.Get("/restrictions?groupKey=nothing")).Json.Rows());
    }

    private static async Task Add(string name, object rule) => Rules[name] = await _banca.Restriction(rule);

    private static string Names(IEnumerable<Guid> ids) =>
        string.Join(' ', ids.Select(id => Rules.SingleOrDefault(r => r.Value == id).Key).OfType<string>().Order(StringComparer.Ordinal));

    private static int Number(JsonElement meta, string name) => meta.GetProperty(name).GetInt32();
}
