using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Sorteos.Automation;

/// <summary>The draws that timetables call for, created by a worker because somebody asked through the API.</summary>
[TestClass]
[TestProperty("Defect", "DRAW-25")]
public sealed class AutoCreateTests
{
    // It is Tuesday, 09:00 in Costa Rica: the first of them is over today.
    private static readonly object Daily = new { digits = 2, drawSchedule = new { frequency = "diario", times = (string[])["08:00", "12:55", "16:30"] } };

    private AutomationWorld _automation = null!;
    private BancaWorld _banca = null!;

    [TestInitialize]
    public async Task Open()
    {
        _automation = await AutomationWorld.Open();
        _banca = await _automation.World.Banca();
    }

    [TestCleanup]
    public async Task Close() => await _automation.DisposeAsync();

    [TestMethod]
    public async Task What_is_still_to_come_today_is_created_once()
    {
        var game = await _banca.Loteria(Daily);

        var first = await Create();
        var second = await Create();

        Assert.AreEqual((true, 2L, 0L), (first.Success, first.Created, first.Skipped));
        Assert.AreEqual((true, 0L, 1L), (second.Success, second.Created, second.Skipped));
        CollectionAssert.AreEqual((string[])["20 12:55", "20 16:30"], await Draws(game));
    }

    [TestMethod]
    public async Task More_days_follow_the_last_draw_that_there_is()
    {
        var game = await _banca.Loteria(Daily);
        await Create();

        Assert.AreEqual(9, (await Create("?daysAhead=3")).Created);
        Assert.AreEqual(0, (await Create("?daysAhead=3")).Created);
        CollectionAssert.AreEqual(
            (string[])["20 12:55", "20 16:30", "21 08:00", "21 12:55", "21 16:30", "22 08:00", "22 12:55", "22 16:30",
                "23 08:00", "23 12:55", "23 16:30"],
            await Draws(game));
    }

    [TestMethod]
    public async Task A_draw_that_somebody_made_by_hand_stands_for_no_other()
    {
        var game = await _banca.Loteria(Daily);
        await game.Sorteo(TimeSpan.FromHours(10));

        Assert.AreEqual(2, (await Create()).Created);
        CollectionAssert.AreEqual((string[])["20 12:55", "20 16:30", "20 19:00"], await Draws(game));
    }

    [TestMethod]
    public async Task A_broken_timetable_stops_no_other_loteria()
    {
        var broken = await _banca.Loteria(Daily);
        await _automation.World.Host.Execute(
            """update loterias set rules_json = '{"drawSchedule": {"times": ["99:99"]}}' where id = $1""", broken.LoteriaId);
        var game = await _banca.Loteria(Daily);
        await _banca.Loteria(new { digits = 2, autoCreateSorteos = false, drawSchedule = new { times = (string[])["13:00"] } });
        await _banca.Loteria();
        _automation.Worker.Log.Expect("SORTEOS_AUTO_CREATE_LOTERIA_ERROR");

        var created = await Create();

        Assert.AreEqual((false, 2L, 2L), (created.Success, created.Created, created.Skipped));
        Assert.AreEqual(broken.LoteriaId, created.Errors.Single());
        Assert.HasCount(2, await Draws(game));
        Assert.AreEqual(
            broken.LoteriaId, _automation.Worker.Log.Of("SORTEOS_AUTO_CREATE_LOTERIA_ERROR").Single()["loteriaId"]);
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-4")]
    public async Task A_banca_creates_its_own_draws_alone()
    {
        var (own, other) = (await _banca.Loteria(Daily), await (await _automation.World.Banca()).Loteria(Daily));
        var boss = await _banca.Administrator();

        var created = await Create(client: boss.Client);

        Assert.AreEqual(2, created.Created);
        Assert.HasCount(2, await Draws(own));
        Assert.IsEmpty(await Draws(other));
        // The line says who it was.
        Assert.AreEqual(1L, await _automation.World.Host.Scalar<long>(
            "select count(*) from activity_logs where target_id = 'sorteos_auto_create' and user_id = $1 and banca_id = $2",
            boss.Id, _banca.Id));
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("31")]
    [DataRow("mañana")]
    public async Task Days_are_from_one_to_thirty(string days) =>
        (await _automation.Admin.Post($"/sorteos/auto-create/execute?daysAhead={days}"))
            .Refused(System.Net.HttpStatusCode.BadRequest, "VALIDATION_FAILED");

    private async Task<(bool Success, long Created, long Skipped, List<Guid> Errors)> Create(
        string query = "", ApiClient? client = null)
    {
        var data = await AutomationWorld.Execute(client ?? _automation.Admin, $"auto-create/execute{query}");
        return (data.GetProperty("success").GetBoolean(), data.GetProperty("createdCount").GetInt64(),
            data.GetProperty("skippedCount").GetInt64(),
            [.. data.Rows("errors").Select(error => error.Id("loteriaId"))]);
    }

    private async Task<List<string>> Draws(GameWorld game) =>
    [
        .. await _automation.World.Host.Rows(
            row => row.GetString(0),
            """
            select to_char(scheduled_at at time zone 'America/Costa_Rica', 'DD HH24:MI') from sorteos
            where loteria_id = $1 order by scheduled_at
            """,
            game.LoteriaId),
    ];
}
