using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Loterias;

/// <summary>Looking at a timetable and seeding its draws. The clock shows 09:00 on Tuesday, 20 October 2026.</summary>
[TestClass]
public sealed class ScheduleTests
{
    private static readonly object Twice = new { drawSchedules = new[] { new { times = new[] { "08:00", "12:55" } } } };

    private static World _world = null!;
    private static BancaWorld _banca = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_preview_shows_what_the_timetable_calls_for_from_now_on()
    {
        var (path, name) = await Loteria(Twice);

        var preview = (await _world.Admin.Get($"{path}/preview_schedule?days=2")).Succeeded().Json;

        Assert.AreEqual(
            "2026-10-20T12:55:00.000 2026-10-21T08:00:00.000 2026-10-21T12:55:00.000",
            string.Join(' ', preview.Rows().Select(row => row.Text("scheduledAt"))));
        Assert.AreEqual($"{name} 12:55", preview.Rows()[0].Text("name"));
        Assert.AreEqual(("2026-10-20T00:00:00.000", "2026-10-22T00:00:00.000"), (
            preview.GetProperty("meta").Text("from"), preview.GetProperty("meta").Text("to")));
    }

    [TestMethod]
    [DataRow("days=1", 1)]
    [DataRow("days=1&allowPast=true", 2)]
    [DataRow("", 13)]
    [DataRow("limit=5", 5)]
    [DataRow("days=31", 61)]
    [DataRow("start=2026-10-25&days=1", 2)]
    [DataRow("start=2026-10-26T03:00:00Z&days=1", 2)]
    [DataRow("start=2026-10-19&days=1", 0)]
    public async Task A_preview_looks_where_it_is_told(string query, int rows)
    {
        var (path, _) = await Loteria(Twice);

        Assert.HasCount(rows, (await _world.Admin.Get($"{path}/preview_schedule?{query}")).Succeeded().Json.Rows());
    }

    [TestMethod]
    public async Task A_weekly_block_draws_on_its_days_only()
    {
        var (path, _) = await Loteria(JsonNode.Parse("""
            {
              "drawSchedules": [
                { "frequency": "semanal", "times": ["19:30"], "daysOfWeek": [0, 6] },
                { "frequency": "diario", "times": ["12:55"], "daysOfWeek": [1] }
              ]
            }
            """)!);

        var rows = (await _world.Admin.Get($"{path}/preview_schedule")).Succeeded().Json.Rows();

        Assert.AreEqual(
            "2026-10-24T19:30:00.000 2026-10-25T19:30:00.000",
            string.Join(' ', rows.Select(row => row.Text("scheduledAt")).Where(at => at.Contains("19:30", StringComparison.Ordinal))));
        Assert.HasCount(9, rows);
    }

    [TestMethod]
    public async Task Seeding_twice_creates_nothing_twice()
    {
        var (path, _) = await Loteria(Twice);

        var first = (await _world.Admin.Post($"{path}/seed_sorteos?days=2")).Data;
        var second = (await _world.Admin.Post($"{path}/seed_sorteos?days=2")).Data;

        Assert.AreEqual((3, 0), (first.Rows("created").Count, first.Rows("alreadyExists").Count));
        Assert.AreEqual((0, 3), (second.Rows("created").Count, second.Rows("alreadyExists").Count));
        Assert.HasCount(3, await Sorteos(path));
        var preview = (await _world.Admin.Get($"{path}/preview_schedule?days=2")).Json.Rows();
        Assert.IsTrue(preview.All(row => row.GetProperty("alreadyExists").GetBoolean()));
    }

    [TestMethod]
    public async Task Seedings_at_once_create_nothing_twice()
    {
        var (path, _) = await Loteria(Twice);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _world.Admin.Post($"{path}/seed_sorteos?days=2")));

        Assert.AreEqual(3, answers.Sum(answer => answer.Data.Rows("created").Count));
        Assert.HasCount(3, await Sorteos(path));
    }

    [TestMethod]
    public async Task A_dry_run_creates_nothing()
    {
        var (path, _) = await Loteria(Twice);

        var said = (await _world.Admin.Post($"{path}/seed_sorteos?days=2&dryRun=true")).Data;

        Assert.HasCount(3, said.Rows("preview"));
        Assert.IsEmpty(await Sorteos(path));
    }

    [TestMethod]
    public async Task Seeding_takes_given_instants_however_they_are_written()
    {
        var (path, name) = await Loteria(new { digits = 3 });
        string[] scheduledDates =
            ["2026-10-21T12:55:00", "2026-10-21T18:55:00Z", "2026-10-21T13:55:00-05:00", "2026-10-21T19:30:00"];

        var said = (await _world.Admin.Post($"{path}/seed_sorteos", new { scheduledDates })).Data;

        Assert.AreEqual(
            "2026-10-21T12:55:00.000 2026-10-21T19:30:00.000",
            string.Join(' ', said.Rows("created").Select(at => at.GetString())));
        var sorteos = await Sorteos(path);
        Assert.AreEqual($"{name} 19:30", sorteos[0].Text("name"));
        Assert.IsTrue(sorteos.All(s => s.GetProperty("digits").GetInt32() == 3 && s.Text("status") == "SCHEDULED"));
    }

    [TestMethod]
    [DataRow("days=0")]
    [DataRow("days=32")]
    [DataRow("days=many")]
    [DataRow("limit=0")]
    [DataRow("limit=1001")]
    [DataRow("start=someday")]
    [DataRow("force=true")]
    public async Task A_query_that_makes_no_sense_is_refused(string query)
    {
        var (path, _) = await Loteria(Twice);

        (await _world.Admin.Get($"{path}/preview_schedule?{query}")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await _world.Admin.Post($"{path}/seed_sorteos?{query}")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    [TestMethod]
    public async Task A_loteria_that_is_off_is_not_seeded()
    {
        var (path, _) = await Loteria(Twice);
        (await _world.Admin.Patch(path, new { isActive = false })).Succeeded();

        (await _world.Admin.Post($"{path}/seed_sorteos")).Refused(HttpStatusCode.Conflict, "LOTERIA_INACTIVE");
    }

    private static async Task<(string Path, string Name)> Loteria(object rulesJson)
    {
        var name = _world.Name("Tica");
        var made = await _world.Admin.Post("/loterias", new { name, rulesJson, bancaId = _banca.Id });
        return ($"/loterias/{made.Data.Id()}", name);
    }

    private static async Task<IReadOnlyList<JsonElement>> Sorteos(string path) =>
        (await _world.Admin.Get($"/sorteos?loteriaId={path.Split('/')[2]}")).Succeeded().Json.Rows();
}
