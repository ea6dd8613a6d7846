using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Commissions;

/// <summary>Who agrees on commissions with whom, and what stays of what was agreed before.</summary>
[TestClass]
[TestProperty("Defect", "D-11")]
[TestProperty("Defect", "S4")]
public sealed class CommissionAgreementTests
{
    private static World _world = null!;
    private static House _house = null!;
    private static House _other = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        (_house, _other) = (await House.Furnish(_world), await House.Furnish(_world));
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Nobody_writes_what_they_earn_themselves()
    {
        foreach (var person in _house.People.Values.Append(new Person(await OwnId(_world.Admin), "admin", _world.Admin)))
        {
            await Refused(person.Client, Of("users", person.Id), HttpStatusCode.Forbidden, "FORBIDDEN");
            (await person.Client.Get(Of("users", person.Id))).Succeeded();
        }

        await Refused(_house.Listero.Client, Of("ventanas", _house.VentanaId), HttpStatusCode.Forbidden, "FORBIDDEN");
        (await _house.Listero.Client.Get(Of("ventanas", _house.VentanaId))).Succeeded();
        await Refused(_house.Administrator.Client, Of("bancas", _house.Banca.Id), HttpStatusCode.Forbidden, "FORBIDDEN");
        (await _house.Administrator.Client.Get(Of("bancas", _house.Banca.Id))).Succeeded();
    }

    [TestMethod]
    public async Task A_superior_writes_it()
    {
        await Agrees(_world.Admin, Of("bancas", _house.Banca.Id), 1);
        await Agrees(_world.Admin, Of("users", _house.Administrator.Id), 2);
        await Agrees(_house.Administrator.Client, Of("ventanas", _house.VentanaId), 3);
        await Agrees(_house.Administrator.Client, Of("users", _house.Listero.Id), 4);
        await Agrees(_house.Administrator.Client, Of("users", _house.Vendedor.Id), 5);
        await Agrees(_house.Listero.Client, Of("users", _house.Vendedor.Id), 6);
    }

    [TestMethod]
    public async Task Who_stands_aside_or_below_neither_writes_nor_reads_it()
    {
        var ventana = await _house.Banca.Ventana();
        var (listero, seller) = (await _house.Banca.Listero(ventana), await _house.Banca.Vendedor(ventana));

        foreach (var (who, path) in ((ApiClient, string)[])
        [
            (_house.Vendedor.Client, Of("users", seller.Id)), (_house.Vendedor.Client, Of("users", _house.Listero.Id)),
            (_house.Vendedor.Client, Of("ventanas", _house.VentanaId)),
            (_house.Listero.Client, Of("users", seller.Id)), (_house.Listero.Client, Of("users", listero.Id)),
            (_house.Listero.Client, Of("ventanas", ventana)), (_house.Listero.Client, Of("bancas", _house.Banca.Id)),
            (_house.Administrator.Client, Of("users", (await _house.Banca.Administrator()).Id)),
        ])
        {
            (await who.Get(path)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
            await Refused(who, path, HttpStatusCode.Forbidden, "FORBIDDEN");
        }
    }

    [TestMethod]
    public async Task Another_house_does_not_exist()
    {
        var boss = _house.Administrator.Client;

        (await boss.Get(Of("bancas", _other.Banca.Id))).Refused(HttpStatusCode.NotFound, "BANCA_NOT_FOUND");
        (await boss.Get(Of("ventanas", _other.VentanaId))).Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        await Refused(boss, Of("ventanas", _other.VentanaId), HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        await Refused(boss, Of("users", _other.Vendedor.Id), HttpStatusCode.NotFound, "USER_NOT_FOUND");
        await Refused(_world.Admin, Of("bancas", Guid.CreateVersion7()), HttpStatusCode.NotFound, "BANCA_NOT_FOUND");
        foreach (var loteria in (Guid[])[_other.Game.LoteriaId, Guid.CreateVersion7()])
        {
            (await _world.Admin.Put(Of("ventanas", _house.VentanaId), Policy(8, loteria)))
                .Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");
        }
    }

    [TestMethod]
    [TestProperty("Defect", "C9")]
    public async Task Every_agreement_stays_in_the_log_with_what_was_there_before()
    {
        var banca = await _world.Banca();
        var path = Of("bancas", banca.Id);
        await Agrees(_world.Admin, path, 8);
        await Agrees(_world.Admin, path, 9.5m);

        (await _world.Admin.Put(path, new { commissionPolicyJson = (object?)null })).Succeeded();

        var answer = await _world.Admin.Get(path);
        Assert.AreEqual(JsonValueKind.Null, answer.Data.GetProperty("commissionPolicyJson").ValueKind);
        var changes = (await _world.Admin.Get($"/activity-logs?targetId={banca.Id}&action=SYSTEM_ACTION")).Json.Rows()
            .Select(line => line.GetProperty("details"))
            .Where(details => details.Text("op") == "commission-policy")
            .Select(details => $"{Percent(details, "before")} to {Percent(details, "after")}");
        Assert.AreEqual("9.5 to none, 8 to 9.5, none to 8", string.Join(", ", changes));
    }

    [TestMethod]
    public async Task A_refused_agreement_changes_nothing()
    {
        var seller = await _house.Banca.Vendedor(_house.VentanaId);
        await Agrees(_world.Admin, Of("users", seller.Id), 8);
        var before = await Checksum.Of(_world.Host);

        await Refused(seller.Client, Of("users", seller.Id), HttpStatusCode.Forbidden, "FORBIDDEN");
        (await _world.Admin.Put(Of("users", seller.Id), Policy(9, Guid.CreateVersion7())))
            .Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    private static string Of(string kind, Guid id) => $"/{kind}/{id}/commission-policy";

    private static async Task<Guid> OwnId(ApiClient client) => (await client.Get("/auth/me")).Data.Id();

    private static async Task Agrees(ApiClient superior, string path, decimal percent)
    {
        var answer = await superior.Put(path, Policy(percent));
        Assert.AreEqual(percent, answer.Data.GetProperty("commissionPolicyJson").Money("defaultPercent"));
        answer = await superior.Get(path);
        Assert.AreEqual(percent, answer.Data.GetProperty("commissionPolicyJson").Money("defaultPercent"));
        Assert.DoesNotContain("hash", answer.Text.ToLowerInvariant());
    }

    private static async Task Refused(ApiClient who, string path, HttpStatusCode status, string code) =>
        (await who.Put(path, Policy(99))).Refused(status, code);

    private static string Percent(JsonElement details, string when) =>
        details.GetProperty(when).GetProperty("commissionPolicyJson") is { ValueKind: JsonValueKind.Object } policy
            ? policy.GetProperty("defaultPercent").GetRawText()
            : "none";

    private static object Policy(decimal percent, Guid? loteria = null) => new
    {
        commissionPolicyJson = new
        {
            version = 1,
            effectiveFrom = (string?)null,
            effectiveTo = (string?)null,
            defaultPercent = percent,
            rules = loteria is null ? [] : new object[]
            {
                new { loteriaId = loteria, betType = "NUMERO", multiplierRange = new { min = 90, max = 90 }, percent = 1 },
            },
        },
    };
}
