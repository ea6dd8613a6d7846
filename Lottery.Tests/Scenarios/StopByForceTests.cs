using System.Text.Json;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Scenarios;

/// <summary>A real process that does not come to an end by itself: what it was doing is named, and leaves nothing.</summary>
[TestClass]
public sealed class StopByForceTests
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    // The held sale is ended by the stop and by nothing else.
    private static readonly (string Name, string Value) Patient = ("Requests__Timeout", "00:05:00");

    [TestMethod]
    public async Task A_second_signal_cuts_off_what_still_runs_and_nothing_of_it_is_stored()
    {
        await using var api = await ApiProcess.Start(Patient);
        await using var held = await HeldSale.Begin(api);

        api.Send(SigTerm);
        await api.Record("SHUTDOWN_WAITING");
        api.Send(SigInt);

        Assert.AreEqual(1, await api.End(), api.Output);
        await held.IsCutOff();
        NamesTheSale(await api.Record("SHUTDOWN_FORCED"));
    }

    [TestMethod]
    public async Task What_does_not_end_in_time_is_cut_off_and_nothing_of_it_is_stored()
    {
        await using var api = await ApiProcess.Start(Patient, ("Shutdown__Timeout", "00:00:00.5"));
        await using var held = await HeldSale.Begin(api);

        api.Terminate();

        Assert.AreEqual(1, await api.End(), api.Output);
        await held.IsCutOff();
        NamesTheSale(await api.Record("SHUTDOWN_TIMEOUT_EXCEEDED"));
    }

    [TestMethod]
    public async Task A_clean_stop_closes_the_database_after_the_last_answer()
    {
        await using var api = await ApiProcess.Start();

        api.Terminate();

        Assert.AreEqual(0, await api.End(), api.Output);
        var actions = api.Records().Select(record => record.Text("action")).ToList();
        Assert.IsGreaterThan(
            actions.IndexOf("SHUTDOWN_ALL_OPERATIONS_COMPLETED"), actions.IndexOf("SERVER_CLOSED"), api.Output);
        Assert.IsGreaterThan(actions.IndexOf("SERVER_CLOSED"), actions.IndexOf("DATABASE_DISCONNECTED"), api.Output);
    }

    private static void NamesTheSale(JsonElement record)
    {
        Assert.AreEqual("error", record.Text("level"));
        var operation = record.GetProperty("payload").GetProperty("operations")[0];
        Assert.AreEqual("POST /api/v1/tickets", operation.Text("description"));
    }

    /// <summary>A sale that waits for a sorteo that somebody else holds.</summary>
    private sealed class HeldSale(ApiClient seller, HeldSorteo sorteo, Task<Answer> sale, string database)
        : IAsyncDisposable
    {
        public static async Task<HeldSale> Begin(ApiProcess api)
        {
            var seller = await api.LogIn("VENDEDOR");
            var open = (await seller.Get("/sorteos?status=OPEN&pageSize=100")).Json.Rows()
                .MaxBy(one => one.Text("scheduledAt"), StringComparer.Ordinal);
            var held = await HeldSorteo.By(api.Database, open.Id());
            var sale = seller.Post("/tickets", HeldSorteo.Ticket(open));
            await held.SomebodyWaits();
            return new HeldSale(seller, held, sale, api.Database);
        }

        public async Task IsCutOff()
        {
            await Assert.ThrowsExactlyAsync<HttpRequestException>(() => sale);
            await sorteo.DisposeAsync();
            Assert.AreEqual(0L, await HeldSorteo.Scalar(database, "select count(*) from tickets"));
        }

        public async ValueTask DisposeAsync()
        {
            await sorteo.DisposeAsync();
            seller.Dispose();
        }
    }
}
