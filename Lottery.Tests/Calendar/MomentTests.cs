using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Calendar;

/// <summary>A date and time is one instant however a client writes it.</summary>
[TestClass]
public sealed class MomentTests
{
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
    [DataRow("\"2026-10-21T18:55:00Z\"")]
    [DataRow("\"2026-10-21T18:55:00.000Z\"")]
    [DataRow("\"2026-10-21T12:55:00-06:00\"")]
    [DataRow("\"2026-10-22T03:55:00+09:00\"")]
    [DataRow("\"2026-10-21T12:55:00\"")]
    [DataRow("\"2026-10-21T12:55\"")]
    [DataRow("\"2026-10-21 12:55:00\"")]
    [DataRow("1792608900000")]
    public async Task However_it_is_written_it_is_the_same_instant(string scheduledAt)
    {
        var sorteo = (await Create(scheduledAt)).Data;

        Assert.AreEqual("2026-10-21T12:55:00.000", sorteo.Text("scheduledAt"));
        Assert.AreEqual(
            new DateTime(2026, 10, 21, 18, 55, 0, DateTimeKind.Utc),
            await _world.Host.Scalar<DateTime>("select scheduled_at from sorteos where id = $1", sorteo.Id()));
    }

    [TestMethod]
    [DataRow("\"tomorrow\"")]
    [DataRow("\"2026-13-01T12:55:00Z\"")]
    [DataRow("\"2026-10-21T25:55:00Z\"")]
    [DataRow("\"21/10/2026 12:55\"")]
    [DataRow("\"1926-10-21T12:55:00Z\"")]
    [DataRow("\"12:55\"")]
    [DataRow("\"\"")]
    [DataRow("1792608900")]
    [DataRow("true")]
    [DataRow("null")]
    public async Task What_is_no_date_and_time_is_refused(string scheduledAt) =>
        (await Create(scheduledAt)).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

    // A lotería has one draw at an instant, so each gets a lotería of its own.
    private static async Task<Answer> Create(string scheduledAt)
    {
        var loteria = await _world.Admin.Post("/loterias", new { name = _world.Name("Tica"), bancaId = _banca.Id });
        return await _world.Admin.Raw(HttpMethod.Post, "/sorteos", $$"""
            {"loteriaId": "{{loteria.Data.Id()}}", "name": "Mediodía", "scheduledAt": {{scheduledAt}}}
            """);
    }
}
