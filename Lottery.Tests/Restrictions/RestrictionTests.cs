using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Restrictions;

/// <summary>What a rule is made of, how it is changed, and when it is one too many.</summary>
[TestClass]
public sealed class RestrictionTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static ApiClient _boss = null!;
    private static GameWorld _game = null!;
    private static Guid _ventanaId;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = (await _banca.Administrator()).Client;
        _game = await _banca.Loteria();
        _ventanaId = await _banca.Ventana();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_rule_is_made_read_changed_switched_off_and_on()
    {
        var seller = await Seller();
        var made = await _boss.Post("/restrictions", new { userId = seller, number = "15", maxAmount = 500.50 });

        Assert.AreEqual(HttpStatusCode.Created, made.Status);
        var rule = made.Json.Rows().Single();
        Assert.AreEqual(("15", 500.50m, seller), (rule.Text("number"), rule.Money("maxAmount"), rule.Id("userId")));
        Assert.AreEqual(seller, rule.GetProperty("user").Id());
        var path = $"/restrictions/{rule.Id()}";
        Assert.AreEqual(rule.GetRawText(), (await _boss.Get(path)).Data.GetRawText());

        Assert.AreEqual(900m, (await _boss.Patch(path, new { maxTotal = 900 })).Data.Money("maxTotal"));
        Assert.IsFalse((await _boss.Delete(path, new { reason = "Fin de mes" })).Data.GetProperty("isActive").GetBoolean());
        Assert.IsTrue((await _boss.Patch($"{path}/restore")).Data.GetProperty("isActive").GetBoolean());
        Assert.IsFalse((await _boss.Delete(path)).Data.GetProperty("isActive").GetBoolean());
        (await _boss.Get($"/restrictions/{Guid.CreateVersion7()}"))
            .Refused(HttpStatusCode.NotFound, "RESTRICTION_NOT_FOUND");
    }

    [TestMethod]
    public async Task A_list_of_numbers_makes_a_rule_for_each_in_their_order()
    {
        var seller = await Seller();

        var made = await _boss.Post("/restrictions", new { userId = seller, number = (string[])["27", "5", "100", "05"], maxTotal = 1 });

        CollectionAssert.AreEqual(
            (string[])["05", "5", "27", "100"], made.Succeeded().Json.Rows().Select(r => r.Text("number")).ToArray());
    }

    [TestMethod]
    public async Task One_number_that_is_taken_makes_none_of_the_others()
    {
        var seller = await Seller();
        (await _boss.Post("/restrictions", new { userId = seller, number = "27", maxTotal = 1 })).Succeeded();
        var before = await Checksum.Of(_world.Host);

        var again = await _boss.Post("/restrictions", new { userId = seller, number = (string[])["26", "27", "28"], maxTotal = 2 });

        again.Refused(HttpStatusCode.Conflict, "RESTRICTION_DUPLICATE");
        Assert.Contains("27", again.Json.Text("message"));
        Assert.AreEqual("27", again.Json.GetProperty("meta").Text("number"));
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task Of_many_who_make_the_same_rule_at_once_one_does()
    {
        var seller = await Seller();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            _boss.Post("/restrictions", new { userId = seller, number = (string[])["1", "2", "3"], maxTotal = 1 })));

        Assert.AreEqual(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        foreach (var answer in answers.Where(answer => answer.Status != HttpStatusCode.Created))
        {
            answer.Refused(HttpStatusCode.Conflict, "RESTRICTION_DUPLICATE");
        }

        Assert.AreEqual(3L, await _world.Host.Scalar<long>(
            "select count(*) from restriction_rules where user_id = $1", seller));
    }

    [TestMethod]
    public async Task A_rule_is_one_too_many_only_when_it_says_the_same_of_the_same()
    {
        var seller = await Seller();
        object[] different =
        [
            new { userId = seller, maxTotal = 1 },
            new { userId = seller, number = "1", maxTotal = 1 },
            new { userId = seller, number = "01", maxTotal = 1 },
            new { userId = seller, maxTotal = 1, appliesToHour = 0 },
            new { userId = seller, maxTotal = 1, appliesToHour = 1 },
            new { userId = seller, maxTotal = 1, appliesToDate = "2026-12-24" },
            new { userId = seller, maxTotal = 1, appliesToVendedor = true },
            new { userId = seller, maxTotal = 1, isAutoDate = true },
            new { userId = seller, salesCutoffMinutes = 5 },
            new { userId = seller, loteriaId = _game.LoteriaId, multiplierId = _game.NumeroId },
            new { userId = seller, loteriaId = _game.LoteriaId, multiplierId = _game.ReventadoId },
        ];
        foreach (var rule in different)
        {
            (await _boss.Post("/restrictions", rule)).Succeeded();
        }

        foreach (var rule in different)
        {
            (await _boss.Post("/restrictions", rule)).Refused(HttpStatusCode.Conflict, "RESTRICTION_DUPLICATE");
        }
    }

    [TestMethod]
    public async Task A_change_and_a_restoration_meet_the_same_bar()
    {
        var seller = await Seller();
        var first = await Rule(new { userId = seller, number = "1", maxTotal = 1 });
        (await _boss.Delete($"/restrictions/{first}")).Succeeded();
        var second = await Rule(new { userId = seller, number = "1", maxTotal = 2 });
        var third = await Rule(new { userId = seller, number = "3", maxTotal = 2 });

        (await _boss.Patch($"/restrictions/{first}/restore")).Refused(HttpStatusCode.Conflict, "RESTRICTION_DUPLICATE");
        (await _boss.Patch($"/restrictions/{first}", new { isActive = true }))
            .Refused(HttpStatusCode.Conflict, "RESTRICTION_DUPLICATE");
        (await _boss.Patch($"/restrictions/{third}", new { number = "1" }))
            .Refused(HttpStatusCode.Conflict, "RESTRICTION_DUPLICATE");
        (await _boss.Delete($"/restrictions/{second}")).Succeeded();
        (await _boss.Patch($"/restrictions/{first}/restore")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-18")]
    public async Task A_null_takes_a_limit_away_and_silence_leaves_it()
    {
        var path = $"/restrictions/{await Rule(new
        {
            userId = await Seller(),
            number = "15",
            maxAmount = 1,
            maxTotal = 2,
            baseAmount = 3,
            salesPercentage = 4,
            appliesToDate = "2026-12-24",
            appliesToHour = 7,
            message = "No hay",
        })}";
        string[] fields =
        [
            "number", "maxAmount", "maxTotal", "salesPercentage", "baseAmount", "appliesToDate", "appliesToHour", "message",
        ];

        (await _boss.Patch(path, new { appliesToVendedor = true })).Succeeded();
        var kept = (await _boss.Get(path)).Data;
        foreach (var field in fields)
        {
            Assert.AreNotEqual(JsonValueKind.Null, kept.GetProperty(field).ValueKind, field);
        }

        foreach (var field in fields)
        {
            var cleared = (await _boss.Raw(HttpMethod.Patch, path, $$"""{"{{field}}": null}""")).Data;
            Assert.AreEqual(JsonValueKind.Null, cleared.GetProperty(field).ValueKind, field);
        }
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-19")]
    public async Task What_a_client_calls_the_rule_is_taken_and_not_read()
    {
        var id = await Rule(new { userId = await Seller(), maxAmount = 1, restrictionType = "MONTO" });

        var changed = await _boss.Patch($"/restrictions/{id}", new { maxAmount = 2, restrictionType = "OTRO" });

        Assert.AreEqual(2m, changed.Data.Money("maxAmount"));
        Assert.IsFalse(changed.Data.TryGetProperty("restrictionType", out _));
    }

    [TestMethod]
    public async Task An_empty_text_for_a_limit_is_no_limit()
    {
        var made = await _boss.Raw(HttpMethod.Post, "/restrictions", $$"""
            {"userId": "{{await Seller()}}", "maxAmount": "", "maxTotal": "75.5", "baseAmount": "", "salesPercentage": null,
             "salesCutoffMinutes": "", "appliesToHour": ""}
            """);

        var rule = made.Succeeded().Json.Rows()[0];
        Assert.AreEqual(75.5m, rule.Money("maxTotal"));
        foreach (var field in (string[])["maxAmount", "baseAmount", "salesPercentage", "salesCutoffMinutes", "appliesToHour"])
        {
            Assert.AreEqual(JsonValueKind.Null, rule.GetProperty(field).ValueKind, field);
        }

        var cleared = await _boss.Raw(HttpMethod.Patch, $"/restrictions/{rule.Id()}", """{"maxTotal": ""}""");
        Assert.AreEqual(JsonValueKind.Null, cleared.Data.GetProperty("maxTotal").ValueKind);
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-11")]
    [DataRow("2026-12-24", "2026-12-24")]
    [DataRow("2026-12-24T00:00:00", "2026-12-24")]
    [DataRow("2026-12-24T23:59:59", "2026-12-24")]
    [DataRow("2026-12-24T05:59:59Z", "2026-12-23")]
    [DataRow("2026-12-24T06:00:00Z", "2026-12-24")]
    [DataRow("2026-12-24T23:00:00-06:00", "2026-12-24")]
    public async Task A_rule_is_for_a_day_of_the_business_calendar(string sent, string kept)
    {
        var seller = await Seller();
        var id = await Rule(new { userId = seller, maxAmount = 1, appliesToDate = sent });

        Assert.AreEqual(kept, (await _boss.Get($"/restrictions/{id}")).Data.Text("appliesToDate"));
        (await _boss.Post("/restrictions", new { userId = seller, maxAmount = 1, appliesToDate = kept }))
            .Refused(HttpStatusCode.Conflict, "RESTRICTION_DUPLICATE");
        Assert.AreEqual(kept, (await _boss.Patch($"/restrictions/{id}", new { appliesToDate = sent })).Data.Text("appliesToDate"));
    }

    private static async Task<Guid> Seller() => (await _banca.Vendedor(_ventanaId)).Id;

    private static async Task<Guid> Rule(object rule) =>
        (await _boss.Post("/restrictions", rule)).Succeeded().Json.Rows()[0].Id();
}
