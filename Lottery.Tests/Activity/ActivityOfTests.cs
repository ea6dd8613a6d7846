using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Activity;

/// <summary>The lists of what one user did, of what was done to one thing, and of one kind of act.</summary>
[TestClass]
public sealed class ActivityOfTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Person _boss = null!;
    private static Person _stranger = null!;
    private static Guid _ventanaId;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = await _banca.Administrator();
        var other = await _world.Banca();
        _stranger = await other.Administrator();
        (await _stranger.Client.Post("/ventanas", new { name = "Ventana Ajena" })).Succeeded();
        _ventanaId = (await _boss.Client.Post("/ventanas", new { name = "Ventana Uno" })).Data.Id();
        _world.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _boss.Client.Patch($"/ventanas/{_ventanaId}", new { name = "Ventana Dos" })).Succeeded();
        _world.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _world.Admin.Patch($"/ventanas/{_ventanaId}", new { name = "Ventana Tres" })).Succeeded();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task What_was_done_to_one_thing_is_listed_newest_first()
    {
        var lines = (await _boss.Client.Get($"/activity-logs/target/VENTANA/{_ventanaId}")).Succeeded().Json;

        Assert.AreSequenceEqual(
            (string[])["VENTANA_UPDATE", "VENTANA_UPDATE", "VENTANA_CREATE"],
            lines.Rows().Select(line => line.Text("action")));
        Assert.AreEqual("admin", lines.Rows()[0].GetProperty("user").Text("username"));
        Assert.AreEqual(20, lines.GetProperty("meta").GetProperty("pageSize").GetInt32());
    }

    [TestMethod]
    public async Task What_one_user_did_is_listed_also_of_an_administrator_from_outside()
    {
        var (boss, admin) = (await Listed(_boss, $"user/{_boss.Id}"), (await _world.Admin.Get("/auth/me")).Data.Id());

        Assert.IsTrue(boss.All(line => line.Id("userId") == _boss.Id));
        Assert.AreEqual(2, boss.Count(line => line.Text("targetType") == "VENTANA"));
        Assert.IsTrue((await Listed(_boss, $"user/{admin}")).All(line => line.Id("bancaId") == _banca.Id));
    }

    [TestMethod]
    public async Task A_user_of_the_banca_who_did_nothing_yet_has_an_empty_page()
    {
        var quiet = await _boss.Client.Post("/users", new
        {
            name = "Ana",
            username = _world.Name("ana"),
            password = World.Password,
            role = "VENDEDOR",
            ventanaId = _ventanaId,
        });

        Assert.IsEmpty(await Listed(_boss, $"user/{quiet.Data.Id()}"));
    }

    [TestMethod]
    [DataRow("VENTANA_UPDATE")]
    [DataRow("ventana_update")]
    public async Task One_kind_of_act_is_listed(string action)
    {
        var lines = await Listed(_boss, $"action/{action}");

        Assert.IsTrue(lines.All(line => line.Text("action") == "VENTANA_UPDATE" && line.Id("bancaId") == _banca.Id));
        Assert.HasCount(2, lines);
    }

    [TestMethod]
    [DataRow("USER_LOGIN", "LOGIN")]
    [DataRow("user_login", "LOGIN")]
    [DataRow("TICKET_REVERSE_PAYMENT", "TICKET_PAYMENT_REVERSE")]
    public async Task An_act_is_also_found_by_the_name_that_operators_read(string name, string action)
    {
        foreach (var where in (string[])[$"/action/{name}?", $"?action={name}&"])
        {
            var lines = (await _world.Admin.Get($"/activity-logs{where}pageSize=100")).Succeeded().Json.Rows();

            Assert.AreSequenceEqual(
                (await _world.Admin.Get($"/activity-logs/action/{action}?pageSize=100")).Json.Rows().Select(l => l.Id()),
                lines.Select(line => line.Id()));
            Assert.IsTrue(lines.All(line => line.Text("action") == action));
        }
    }

    [TestMethod]
    public async Task A_row_is_the_same_wherever_it_is_listed()
    {
        var row = (await Listed(_boss, $"target/VENTANA/{_ventanaId}"))[0];

        Assert.AreEqual((await _boss.Client.Get($"/activity-logs/{row.Id()}")).Data.GetRawText(), row.GetRawText());
        Assert.AreEqual(row.GetRawText(), (await Listed(_boss, "action/VENTANA_UPDATE"))[0].GetRawText());
    }

    [TestMethod]
    [DataRow("startDate=2026-10-20T15:01:00Z", 2)]
    [DataRow("endDate=2026-10-20T09:00:59", 1)]
    [DataRow("startDate=2026-10-20T15:01:00Z&endDate=2026-10-20T15:01:00Z", 1)]
    [DataRow("startDate=2026-10-21", 0)]
    [DataRow("pageSize=2", 2)]
    [DataRow("pageSize=2&page=2", 1)]
    [DataRow("action=VENTANA_CREATE", 1)]
    [DataRow("search=update", 2)]
    [DataRow("_=1761000000000", 3)]
    public async Task A_filter_keeps_what_it_says(string filter, int kept) =>
        Assert.HasCount(kept, await Listed(_boss, $"target/VENTANA/{_ventanaId}?{filter}"));

    [TestMethod]
    [TestProperty("Defect", "D-50")]
    [DataRow("page=-1")]
    [DataRow("page=0")]
    [DataRow("page=x")]
    [DataRow("pageSize=0")]
    [DataRow("pageSize=-5")]
    [DataRow("pageSize=101")]
    [DataRow("pageSize=1000000")]
    [DataRow("startDate=yesterday")]
    [DataRow("bancaId=0197a3c2-7f60-7b0e-9d5e-6f0f3c1f2a11")]
    public async Task A_query_that_is_not_understood_is_refused_by_every_list(string query)
    {
        foreach (var list in Lists())
        {
            (await _boss.Client.Get($"/activity-logs/{list}?{query}"))
                .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        }
    }

    [TestMethod]
    [DataRow("action/VENTANA_UPDATE?action=VENTANA_CREATE")]
    [DataRow("target/VENTANA/1?targetType=TICKET")]
    [DataRow("target/VENTANA/1?targetId=2")]
    public async Task What_the_path_says_is_not_said_again(string list) =>
        (await _boss.Client.Get($"/activity-logs/{list}")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

    [TestMethod]
    public async Task Dates_that_cross_are_refused_by_every_list()
    {
        foreach (var list in Lists())
        {
            (await _boss.Client.Get($"/activity-logs/{list}?startDate=2026-10-21&endDate=2026-10-20"))
                .Refused(HttpStatusCode.BadRequest, "DATES_CROSS");
        }
    }

    [TestMethod]
    [DataRow("action/VENTANA_EXPLODE")]
    [DataRow("action/3")]
    [DataRow("user/ana")]
    public async Task A_word_or_an_id_that_is_none_is_a_mistake_in_the_path(string list)
    {
        var answer = await _boss.Client.Get($"/activity-logs/{list}");

        answer.Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        Assert.AreEqual("params", answer.Json.GetProperty("meta").GetProperty("context").Text("source"));
    }

    [TestMethod]
    public async Task Nothing_of_another_banca_is_listed()
    {
        (await _stranger.Client.Get($"/activity-logs/target/VENTANA/{_ventanaId}"))
            .Refused(HttpStatusCode.NotFound, "ACTIVITY_NOT_FOUND");
        (await _stranger.Client.Get($"/activity-logs/user/{_boss.Id}"))
            .Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
        Assert.IsEmpty(await Listed(_stranger, "action/VENTANA_UPDATE"));
    }

    [TestMethod]
    [TestProperty("Defect", "D-62")]
    public async Task An_administrator_without_an_active_banca_sees_the_lines_of_all()
    {
        var seen = (await _world.Admin.Get("/activity-logs/action/VENTANA_CREATE")).Succeeded().Json.Rows();

        Assert.HasCount(2, seen.Select(line => line.Id("bancaId")).Distinct().ToList());
        Assert.HasCount(1, (await _world.Admin.Get(
            "/activity-logs/action/VENTANA_CREATE", ("X-Active-Banca-Id", _banca.Id.ToString()))).Json.Rows());
    }

    private static string[] Lists() => [$"user/{_boss.Id}", $"target/VENTANA/{_ventanaId}", "action/VENTANA_UPDATE"];

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> Listed(Person person, string list) =>
        (await person.Client.Get($"/activity-logs/{list}")).Succeeded().Json.Rows();
}
