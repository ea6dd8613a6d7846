using System.Net;
using System.Text.Json;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Scenarios;

/// <summary>A real process that is told to stop while somebody buys.</summary>
[TestClass]
public sealed class ShutdownTests
{
    private static readonly string[] Phases =
    [
        "SHUTDOWN_INITIATED", "SHUTDOWN_MARKED", "SHUTDOWN_WAITING", "SHUTDOWN_ALL_OPERATIONS_COMPLETED", "SERVER_CLOSED",
    ];

    private static readonly string[] Fields =
    [
        "time", "level", "layer", "action", "message", "userId", "bancaId", "requestId", "payload", "service", "version",
        "host", "traceId", "spanId",
    ];

    [TestMethod]
    public async Task Sale_in_flight_during_SIGTERM()
    {
        await using var api = await ApiProcess.Start();
        using var seller = await api.LogIn("VENDEDOR");
        var me = (await seller.Get("/auth/me")).Data;
        var sorteo = (await seller.Get("/sorteos?status=OPEN&pageSize=100")).Json.Rows()
            .MaxBy(one => one.Text("scheduledAt"), StringComparer.Ordinal);

        Task<Answer> sale;
        await using (var close = await HeldSorteo.By(api.Database, sorteo.Id()))
        {
            sale = seller.Post("/tickets", HeldSorteo.Ticket(sorteo), ("X-Request-Id", "sale-in-flight"));
            await close.SomebodyWaits();
            api.Terminate();
            await api.Record("SHUTDOWN_WAITING");
            Assert.AreEqual(503, await api.Readiness());
            (await seller.Get("/auth/me")).Refused(HttpStatusCode.ServiceUnavailable, "SHUTTING_DOWN");
            Assert.IsFalse(sale.IsCompleted);
        }

        var sold = await sale;
        Assert.AreEqual(HttpStatusCode.OK, sold.Status, sold.Text);
        Assert.AreEqual(0, await api.End(), api.Output);
        Assert.AreEqual(1L, await HeldSorteo.Scalar(
            api.Database, "select count(*) from tickets where id = $1 and status = 'ACTIVE'", sold.Data.Id()));
        CollectionAssert.AreEqual(Phases, Actions(api).Where(Phases.Contains).Distinct().ToArray(), api.Output);
        foreach (var record in api.Records())
        {
            var missing = Fields.Where(field => !record.TryGetProperty(field, out _));
            Assert.IsEmpty(missing, record.GetRawText());
        }

        Assert.IsEmpty(api.Records().Where(record => record.Text("level") == "error"), api.Output);
        Assert.AreEqual("info", api.Of("OPERATIONAL_ERROR").Single().Text("level"));
        Assert.AreEqual("info", api.Of("HTTP_REQUEST").Single(
            record => record.GetProperty("payload").GetProperty("status").GetInt32() == 503).Text("level"));
        IsTheSale(
            api.Of("HTTP_REQUEST").Single(record => record.Text("requestId") == "sale-in-flight"), me.Text("id"));
    }

    private static void IsTheSale(JsonElement record, string sellerId)
    {
        Assert.AreEqual(sellerId, record.Text("userId"));
        Assert.AreEqual("info", record.Text("level"));
        Assert.AreEqual("lottery-api", record.Text("service"));
        var payload = record.GetProperty("payload");
        Assert.AreEqual("POST", payload.Text("method"));
        Assert.AreEqual("/api/v1/tickets/", payload.Text("route"));
        Assert.AreEqual(200, payload.GetProperty("status").GetInt32());
        Assert.IsGreaterThan(0, payload.GetProperty("durationMs").GetDouble());
    }

    private static IEnumerable<string> Actions(ApiProcess api) => api.Records().Select(record => record.Text("action"));
}
