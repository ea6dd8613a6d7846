using System.Net;
using System.Text.Json;
using Lottery.Data.Activity;
using Lottery.Data.Users;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Activity;

/// <summary>Counts by act and by the day on the counter's calendar; it is the 20th of October.</summary>
[TestClass]
public sealed class ActivityStatisticsTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    // A day in Costa Rica begins at six in the morning UTC.
    private static readonly DateTimeOffset Begins = new(2026, 9, 15, 6, 0, 0, TimeSpan.Zero);

    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Person _boss = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = await _banca.Administrator();
        var other = await _world.Banca();
        await Given(_banca.Id, ActivityType.TicketPay, true, Begins - Instant, Begins, Begins.AddDays(1) - Instant);
        await Given(_banca.Id, ActivityType.Login, false, Begins.AddHours(1));
        await Given(_banca.Id, ActivityType.Login, true, Begins.AddDays(2));
        await Given(other.Id, ActivityType.TicketPay, true, Begins);
        await Given(null, ActivityType.SystemAction, true, Begins);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Acts_are_counted_by_kind_and_by_business_day()
    {
        var counts = await Counts(_boss.Client, "startDate=2026-09-15&endDate=2026-09-18");

        Assert.AreEqual(("2026-09-15", "2026-09-18", 4), (counts.Text("from"), counts.Text("to"), Number(counts, "total")));
        Assert.AreEqual(
            """[{"action":"LOGIN","count":2,"failed":1},{"action":"TICKET_PAY","count":2,"failed":0}]""",
            counts.GetProperty("byAction").GetRawText());
        Assert.AreEqual(
            """[{"date":"2026-09-15","count":3},{"date":"2026-09-16","count":0},{"date":"2026-09-17","count":1},{"date":"2026-09-18","count":0}]""",
            counts.GetProperty("byDay").GetRawText());
    }

    [TestMethod]
    public async Task One_day_holds_nothing_of_the_days_beside_it()
    {
        Assert.AreEqual(3, Number(await Counts(_boss.Client, "startDate=2026-09-15&endDate=2026-09-15"), "total"));
        Assert.AreEqual(1, Number(await Counts(_boss.Client, "startDate=2026-09-14&endDate=2026-09-14"), "total"));
        Assert.AreEqual(0, Number(await Counts(_boss.Client, "startDate=2026-09-16&endDate=2026-09-16"), "total"));
    }

    [TestMethod]
    [TestProperty("Defect", "D-62")]
    public async Task An_administrator_counts_every_banca_or_the_active_one()
    {
        const string Day = "startDate=2026-09-15&endDate=2026-09-15";

        Assert.AreEqual(5, Number(await Counts(_world.Admin, Day), "total"));
        Assert.AreEqual(
            3, Number(await Counts(_world.Admin, Day, ("X-Active-Banca-Id", _banca.Id.ToString())), "total"));
    }

    [TestMethod]
    public async Task The_last_thirty_days_are_counted_unless_it_is_said_otherwise()
    {
        var counts = await Counts(_boss.Client, "");
        var until = await Counts(_boss.Client, "endDate=2026-09-17");

        Assert.AreEqual(("2026-09-21", "2026-10-20"), (counts.Text("from"), counts.Text("to")));
        Assert.AreEqual(30, counts.Rows("byDay").Count);
        Assert.AreEqual(Number(counts, "total"), counts.Rows("byDay").Sum(day => Number(day, "count")));
        Assert.AreEqual(("2026-08-19", 5), (until.Text("from"), Number(until, "total")));
    }

    [TestMethod]
    [DataRow("startDate=2026-10-21", "DATES_CROSS")]
    [DataRow("startDate=2026-10-02&endDate=2026-10-01", "DATES_CROSS")]
    [DataRow("startDate=2025-10-19&endDate=2026-10-20", "PERIOD_TOO_LONG")]
    [DataRow("startDate=2000-01-01", "PERIOD_TOO_LONG")]
    [DataRow("startDate=9999-12-31", "VALIDATION_FAILED")]
    [DataRow("endDate=today", "VALIDATION_FAILED")]
    [DataRow("bancaId=1", "VALIDATION_FAILED")]
    public async Task A_period_that_makes_no_sense_is_refused(string query, string code) =>
        (await _boss.Client.Get($"/activity-logs/statistics?{query}")).Refused(HttpStatusCode.BadRequest, code);

    [TestMethod]
    public async Task The_longest_period_is_that_of_a_leap_year() => Assert.AreEqual(
        366, (await Counts(_boss.Client, "startDate=2025-10-20&endDate=2026-10-20")).Rows("byDay").Count);

    private static async Task<JsonElement> Counts(
        ApiClient client, string query, params (string Name, string Value)[] headers) =>
        (await client.Get($"/activity-logs/statistics?{query}", headers)).Data;

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static Task<int> Given(Guid? banca, ActivityType action, bool succeeded, params DateTimeOffset[] instants) =>
        _world.Host.InDatabase(db =>
        {
            db.ActivityLogs.AddRange(instants.Select(at =>
                ActivityTrail.Line(Actor.System(), action, "TEST", null, banca, new { }, at, succeeded)));
            return db.SaveChangesAsync();
        });
}
