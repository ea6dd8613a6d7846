using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Restrictions;

/// <summary>Who sets which rules for whom: nobody for those above or beside them, and nobody for themselves.</summary>
[TestClass]
[TestProperty("Defect", "D-12")]
[TestProperty("Defect", "DRAW-4")]
public sealed class RestrictionPermissionTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static BancaWorld _other = null!;
    private static Guid _ventanaId;
    private static Guid _besideId;
    private static Guid _foreignVentanaId;
    private static Person _boss = null!;
    private static Person _listero = null!;
    private static Person _seller = null!;
    private static Person _beside = null!;
    private static Person _foreign = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        (_banca, _other) = (await _world.Banca(), await _world.Banca());
        (_ventanaId, _besideId, _foreignVentanaId) =
            (await _banca.Ventana(), await _banca.Ventana(), await _other.Ventana());
        _boss = await _banca.Administrator();
        _listero = await _banca.Listero(_ventanaId);
        _seller = await _banca.Vendedor(_ventanaId);
        _beside = await _banca.Vendedor(_besideId);
        _foreign = await _other.Vendedor(_foreignVentanaId);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_banca_that_names_nobody_means_itself_and_a_ventana_itself()
    {
        var ofBanca = await Made(_boss, new { number = "900", maxAmount = 1 });
        var ofVentana = await Made(_listero, new { bancaId = _banca.Id, number = "900", maxAmount = 1 });
        var ofSeller = await Made(_listero, new { userId = _seller.Id, ventanaId = _besideId, number = "900", maxAmount = 1 });

        Assert.AreEqual(_banca.Id, ofBanca.Id("bancaId"));
        Assert.AreEqual((_ventanaId, JsonValueKind.Null), (ofVentana.Id("ventanaId"), ofVentana.GetProperty("bancaId").ValueKind));
        Assert.AreEqual((_seller.Id, JsonValueKind.Null), (ofSeller.Id("userId"), ofSeller.GetProperty("ventanaId").ValueKind));
    }

    [TestMethod]
    public async Task Every_rule_but_a_global_one_is_of_a_banca()
    {
        await Made(_boss, new { ventanaId = _ventanaId, number = "901", maxAmount = 1 });
        await Made(_listero, new { userId = _seller.Id, number = "901", maxAmount = 1 });
        await Made(_world.Admin, new { global = true, number = "901", maxAmount = 1 });

        var tenants = await _world.Host.Rows(
            row => row.IsDBNull(0) ? "none" : row.GetGuid(0).ToString(),
            "select banca_id from restriction_rules where number = '901' order by created_at, id");
        CollectionAssert.AreEqual((string[])[$"{_banca.Id}", $"{_banca.Id}", "none"], tenants.ToArray());
    }

    [TestMethod]
    public async Task A_banca_restricts_nobody_of_another()
    {
        await Refused(_boss.Client, new { bancaId = _other.Id, maxAmount = 1 }, "RESTRICTION_OTHER_BANCA");
        await Refused(_boss.Client, new { ventanaId = _foreignVentanaId, maxAmount = 1 }, "RESTRICTION_VENTANA_OF_OTHER_BANCA");
        await Refused(_boss.Client, new { userId = _foreign.Id, maxAmount = 1 }, "RESTRICTION_VENDEDOR_OF_OTHER_BANCA");
        await Refused(_boss.Client, new { userId = Guid.CreateVersion7(), maxAmount = 1 }, "RESTRICTION_VENDEDOR_OF_OTHER_BANCA");
        await Refused(_boss.Client, new { global = true, maxAmount = 1 }, "GLOBAL_READ_ONLY");
    }

    [TestMethod]
    public async Task A_ventana_restricts_nobody_beside_it_and_sets_no_cutoff()
    {
        await Refused(_listero.Client, new { ventanaId = _besideId, maxAmount = 1 }, "RESTRICTION_OTHER_VENTANA");
        await Refused(_listero.Client, new { userId = _beside.Id, maxAmount = 1 }, "RESTRICTION_VENDEDOR_OF_OTHER_VENTANA");
        await Refused(_listero.Client, new { userId = _foreign.Id, maxAmount = 1 }, "RESTRICTION_VENDEDOR_OF_OTHER_VENTANA");
        await Refused(_listero.Client, new { userId = _listero.Id, maxAmount = 1 }, "RESTRICTION_VENDEDOR_OF_OTHER_VENTANA");
        await Refused(_listero.Client, new { salesCutoffMinutes = 5 }, "RESTRICTION_CUTOFF_FORBIDDEN");
        await Refused(_listero.Client, new { userId = _seller.Id, salesCutoffMinutes = 5 }, "RESTRICTION_CUTOFF_FORBIDDEN");
    }

    [TestMethod]
    public async Task A_ventana_changes_only_rules_of_its_own()
    {
        var own = await _banca.Restriction(new { ventanaId = _ventanaId, number = "902", maxAmount = 1 });
        var sellers = await _banca.Restriction(new { userId = _seller.Id, number = "902", maxAmount = 1 });
        await OnEach(_listero.Client, own, answer => answer.Succeeded());
        await OnEach(_listero.Client, sellers, answer => answer.Succeeded());

        var ofBanca = await _banca.Restriction(new { bancaId = _banca.Id, number = "902", maxAmount = 1 });
        var beside = await _banca.Restriction(new { ventanaId = _besideId, number = "902", maxAmount = 1 });
        var besides = await _banca.Restriction(new { userId = _beside.Id, number = "902", maxAmount = 1 });
        var global = await _banca.Restriction(new { global = true, number = "902", maxAmount = 1 });
        var cutoff = await _banca.Restriction(new { ventanaId = _ventanaId, salesCutoffMinutes = 5, appliesToHour = 2 });
        var foreign = await _banca.Restriction(new { bancaId = _other.Id, number = "902", maxAmount = 1 });
        var before = await Checksum.Of(_world.Host);
        foreach (var id in (Guid[])[ofBanca, beside, besides, global])
        {
            await OnEach(_listero.Client, id, answer => answer.Refused(HttpStatusCode.Forbidden, "RESTRICTION_FORBIDDEN"));
        }

        await OnEach(_listero.Client, cutoff, answer => answer.Refused(HttpStatusCode.Forbidden, "RESTRICTION_CUTOFF_FORBIDDEN"));
        await OnEach(_listero.Client, foreign, answer => answer.Refused(HttpStatusCode.NotFound, "RESTRICTION_NOT_FOUND"));
        (await _listero.Client.Patch($"/restrictions/{own}", new { ventanaId = _besideId }))
            .Refused(HttpStatusCode.Forbidden, "RESTRICTION_OTHER_VENTANA");
        (await _listero.Client.Patch($"/restrictions/{own}", new { maxAmount = "", salesCutoffMinutes = 5, number = (string?)null }))
            .Refused(HttpStatusCode.Forbidden, "RESTRICTION_CUTOFF_FORBIDDEN");
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task A_banca_changes_what_is_within_it_and_nothing_else()
    {
        var sellers = await _banca.Restriction(new { userId = _seller.Id, number = "903", maxAmount = 1 });
        await OnEach(_boss.Client, sellers, answer => answer.Succeeded());
        var global = await _banca.Restriction(new { global = true, number = "903", maxAmount = 1 });
        var foreign = await _banca.Restriction(new { userId = _foreign.Id, number = "903", maxAmount = 1 });
        var before = await Checksum.Of(_world.Host);

        await OnEach(_boss.Client, global, answer => answer.Refused(HttpStatusCode.Forbidden, "GLOBAL_READ_ONLY"));
        await OnEach(_boss.Client, foreign, answer => answer.Refused(HttpStatusCode.NotFound, "RESTRICTION_NOT_FOUND"));
        (await _boss.Client.Patch($"/restrictions/{sellers}", new { userId = _foreign.Id }))
            .Refused(HttpStatusCode.Forbidden, "RESTRICTION_VENDEDOR_OF_OTHER_BANCA");
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task A_seller_loosens_nothing_that_binds_it()
    {
        var own = await _banca.Restriction(new { userId = _seller.Id, number = "904", maxAmount = 1 });
        var before = await Checksum.Of(_world.Host);

        await OnEach(_seller.Client, own, answer => answer.Refused(HttpStatusCode.Forbidden, "FORBIDDEN"));
        (await _seller.Client.Post("/restrictions", new { userId = _seller.Id, maxAmount = 1 }))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task Only_an_administrator_asks_after_the_automatic_rules()
    {
        foreach (var person in (Person[])[_boss, _listero, _seller])
        {
            (await person.Client.Get("/restrictions/cron-health")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
            (await person.Client.Post("/restrictions/cron-health/execute")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }
    }

    [TestMethod]
    public async Task Each_reads_what_binds_it_and_a_banca_all_that_is_its_own()
    {
        var number = "905";
        foreach (var rule in (object[])[
            new { bancaId = _banca.Id, number, maxAmount = 1 }, new { ventanaId = _ventanaId, number, maxAmount = 2 },
            new { ventanaId = _besideId, number, maxAmount = 3 }, new { userId = _seller.Id, number, maxAmount = 4 },
            new { userId = _beside.Id, number, maxAmount = 5 }, new { bancaId = _other.Id, number, maxAmount = 6 },
            new { userId = _foreign.Id, number, maxAmount = 7 }, new { global = true, number, maxAmount = 8 }])
        {
            await _banca.Restriction(rule);
        }

        Assert.AreEqual("1 2 3 4 5 6 7 8", await Seen(_world.Admin));
        Assert.AreEqual("1 2 3 4 5 8", await Seen(_world.Admin, ("X-Active-Banca-Id", $"{_banca.Id}")));
        Assert.AreEqual("1 2 3 4 5", await Seen(_boss.Client));
        Assert.AreEqual("1 2 4 8", await Seen(_listero.Client));
        Assert.AreEqual("1 2 4 8", await Seen(_seller.Client));
        Assert.AreEqual("1 3 5 8", await Seen(_beside.Client));
        Assert.AreEqual("6 7 8", await Seen(_foreign.Client));

        async Task<string> Seen(ApiClient client, params (string, string)[] headers)
        {
            var rows = (await client.Get($"/restrictions?number={number}", headers)).Succeeded().Json.Rows();
            foreach (var row in rows)
            {
                (await client.Get($"/restrictions/{row.Id()}", headers)).Succeeded();
            }

            var groups = (await client.Get($"/restrictions/grouped?number={number}", headers)).Succeeded().Json.Rows();
            Assert.HasCount(rows.Count, groups);
            return string.Join(' ', rows.Select(r => r.Money("maxAmount").ToString("0", null)).Order());
        }
    }

    private static async Task<JsonElement> Made(Person person, object rule) => await Made(person.Client, rule);

    private static async Task<JsonElement> Made(ApiClient client, object rule) =>
        (await client.Post("/restrictions", rule)).Succeeded().Json.Rows()[0];

    private static async Task Refused(ApiClient client, object rule, string code) =>
        (await client.Post("/restrictions", rule)).Refused(HttpStatusCode.Forbidden, code);

    // Every way to change a rule, the last of which leaves it as it was.
    private static async Task OnEach(ApiClient client, Guid id, Action<Answer> check)
    {
        check(await client.Patch($"/restrictions/{id}", new { message = "Otro" }));
        check(await client.Put("/restrictions/bulk", new { ids = new[] { id }, data = new { message = "Otro más" } }));
        check(await client.Delete("/restrictions/bulk", new { ids = new[] { id } }));
        check(await client.Delete($"/restrictions/{id}"));
        check(await client.Patch($"/restrictions/{id}/restore"));
    }
}
