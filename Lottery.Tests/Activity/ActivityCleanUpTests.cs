using System.Net;
using Lottery.Data.Activity;
using Lottery.Data.Users;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace Lottery.Tests.Activity;

/// <summary>Old lines are deleted by an administrator alone, never young ones, and never without a trace.</summary>
[TestClass]
public sealed class ActivityCleanUpTests
{
    // The database goes by its own clock as well, so that these lines are really old.
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private World _world = null!;
    private BancaWorld _banca = null!;
    private BancaWorld _other = null!;

    [TestInitialize]
    public async Task Start()
    {
        _world = await World.Create(await ApiHost.Start(
            clock: new FakeTimeProvider(Now), settings: "--ActivityRetention:BatchSize=2"));
        (_banca, _other) = (await _world.Banca(), await _world.Banca());
    }

    [TestCleanup]
    public async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "D-63")]
    public async Task Nobody_but_an_administrator_erases_the_trail()
    {
        await Given(_banca.Id, 100);
        var ventana = await _banca.Ventana();
        foreach (var person in (Person[])[
            await _banca.Administrator(), await _banca.Listero(ventana), await _banca.Vendedor(ventana)])
        {
            (await person.Client.Post("/activity-logs/cleanup", new { daysToKeep = 40 }))
                .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        Assert.AreEqual(1, await Left(_banca.Id));
    }

    [TestMethod]
    [TestProperty("Defect", "D-63")]
    [DataRow(29, null)]
    [DataRow(1, 90)]
    [DataRow(null, 29)]
    public async Task The_last_thirty_days_are_kept_whatever_is_asked(int? daysToKeep, int? days)
    {
        await Given(_banca.Id, 100, 31);

        var answer = await CleanUp(new { daysToKeep, days });

        answer.Refused(HttpStatusCode.BadRequest, "RETENTION_TOO_SHORT");
        Assert.AreEqual(30, answer.Json.GetProperty("meta").GetProperty("minimumDays").GetInt32());
        Assert.AreEqual(2, await Left(_banca.Id));
    }

    [TestMethod]
    [DataRow("""{"daysToKeep":0}""")]
    [DataRow("""{"days":-1}""")]
    [DataRow("""{"daysToKeep":2147483647}""")]
    [DataRow("""{"daysToKeep":30.5}""")]
    [DataRow("""{"older":60}""")]
    [DataRow("[]")]
    public async Task A_body_that_is_not_understood_is_refused(string body)
    {
        await Given(_banca.Id, 100);

        (await _world.Admin.Raw(HttpMethod.Post, "/activity-logs/cleanup", body))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        Assert.AreEqual(1, await Left(_banca.Id));
    }

    [TestMethod]
    [DataRow(60, null, 2)]
    [DataRow(60, 40, 2)]
    [DataRow(null, 40, 3)]
    [DataRow(30, null, 4)]
    [DataRow(null, null, 3)]
    public async Task What_is_older_goes_and_the_first_name_wins(int? daysToKeep, int? days, int deleted)
    {
        await Given(_banca.Id, 100, 61, 46, 31, 29, 0);

        var answer = await CleanUp(new { daysToKeep, days });

        Assert.AreEqual(deleted, answer.Data.GetProperty("deletedCount").GetInt64());
        Assert.IsNotEmpty(answer.Data.Text("message"));
        Assert.AreEqual(6 - deleted, await Left(_banca.Id));
    }

    [TestMethod]
    public async Task Without_a_body_what_the_configuration_keeps_is_kept()
    {
        await Given(_banca.Id, 46, 44);

        Assert.AreEqual(1, (await _world.Admin.Post("/activity-logs/cleanup")).Data.GetProperty("deletedCount").GetInt64());
    }

    [TestMethod]
    public async Task With_an_active_banca_the_lines_of_others_stay()
    {
        await Given(_banca.Id, 100, 99, 98);
        await Given(_other.Id, 100);
        await Given(null, 100);

        var answer = await CleanUp(new { daysToKeep = 30 }, _banca);

        Assert.AreEqual(3, answer.Data.GetProperty("deletedCount").GetInt64());
        Assert.AreEqual((0, 1, 1), (await Left(_banca.Id), await Left(_other.Id), await Left(null)));
    }

    [TestMethod]
    [TestProperty("Defect", "D-62")]
    public async Task Without_an_active_banca_the_lines_of_all_go()
    {
        await Given(_banca.Id, 100);
        await Given(_other.Id, 100);
        await Given(null, 100);

        Assert.AreEqual(3, (await CleanUp(new { daysToKeep = 30 })).Data.GetProperty("deletedCount").GetInt64());
        Assert.AreEqual((0, 0, 0), (await Left(_banca.Id), await Left(_other.Id), await Left(null)));
    }

    [TestMethod]
    [TestProperty("Defect", "D-63")]
    public async Task A_clean_up_leaves_a_line_that_says_who_and_how_much()
    {
        await Given(_banca.Id, 100);

        var line = await _world.Host.LineOf(await CleanUp(new { daysToKeep = 31 }, _banca));

        Assert.AreEqual(
            ("SYSTEM_ACTION", "ACTIVITY_LOG", "activity_log_cleanup", _banca.Id),
            (line.Action, line.TargetType, line.TargetId, line.BancaId));
        Assert.AreEqual((await _world.Admin.Get("/auth/me")).Data.Id(), line.UserId);
        Assert.AreEqual(1, line.Details.GetProperty("deletedCount").GetInt64());
        Assert.AreEqual(Now.AddDays(-31), line.Details.GetProperty("before").GetDateTimeOffset());
    }

    private Task<Answer> CleanUp(object body, BancaWorld? active = null) => _world.Admin.Post(
        "/activity-logs/cleanup", body, active is null ? [] : [("X-Active-Banca-Id", active.Id.ToString())]);

    // Lines of so many days ago, told from those that the test itself leaves by their action.
    private Task<int> Given(Guid? banca, params int[] daysAgo) => _world.Host.InDatabase(db =>
    {
        db.ActivityLogs.AddRange(daysAgo.Select(days => ActivityTrail.Line(
            Actor.System(), ActivityType.AccountStatementView, "TEST", null, banca, new { },
            Now.AddDays(-days))));
        return db.SaveChangesAsync();
    });

    private async Task<int> Left(Guid? banca) => (await _world.Host.Rows(
        row => row.IsDBNull(0) ? (Guid?)null : row.GetGuid(0),
        "select banca_id from activity_logs where target_type = 'TEST'")).Count(of => of == banca);
}
