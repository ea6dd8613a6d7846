using System.Net;
using System.Text.Json;
using Lottery.Data.Jobs;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;
using Lottery.Worker;

namespace Lottery.Tests.Tickets.Exposure;

/// <summary>The counters behind the limits, and the job that holds them against what was sold.</summary>
[TestClass]
public sealed class ExposureCheckTests
{
    private static readonly ScheduledJob Scheduled =
        JobSchedule.Jobs.Single(job => job.Type.Name == "ExposureCheckJob");

    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        await Rule("max_total", "100000", appliesToVendedor: false);
        await Rule("base_amount", "100000", appliesToVendedor: true);
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task What_was_sold_cancelled_and_restored_is_what_is_counted()
    {
        var sorteo = await _counter.OpenSorteo();
        await Sell(sorteo, "27", 500);
        var cancelled = (await Sell(sorteo, "27", 300)).Data.Id();
        var restored = (await Sell(sorteo, "27", 200)).Data.Id();
        (await _counter.Seller.Client.Patch($"/tickets/{cancelled}/cancel")).Succeeded();
        (await _counter.Seller.Client.Patch($"/tickets/{restored}/cancel")).Succeeded();
        (await _counter.Seller.Client.Patch($"/tickets/{restored}/restore")).Succeeded();

        Assert.AreEqual(700, await Counted(sorteo, _counter.Banca.Id, "27"));
        Assert.AreEqual(700, await Counted(sorteo, _counter.Seller.Id, "27"));
        Assert.AreEqual(0, (await Check()).GetProperty("differences").GetInt64());
    }

    [TestMethod]
    public async Task A_rule_that_comes_late_counts_what_was_sold_before()
    {
        var sorteo = await _counter.OpenSorteo();
        await Sell(sorteo, "31", 400);
        await _counter.Host.Execute("delete from exposure_sets where sorteo_id = $1", sorteo);
        await _counter.Host.Execute("delete from number_exposures where sorteo_id = $1", sorteo);

        await Sell(sorteo, "31", 100);

        Assert.AreEqual(500, await Counted(sorteo, _counter.Banca.Id, "31"));
    }

    [TestMethod]
    [DataRow("update number_exposures set amount = amount + 1 where sorteo_id = $1 and number = '44'", 2)]
    [DataRow("delete from number_exposures where sorteo_id = $1 and number = '44'", 2)]
    [DataRow("update seller_sales set amount = amount + 1 where sorteo_id = $1", 1)]
    [DataRow("update jugadas set amount = amount + 1 where sorteo_id = $1 and number = '44'", 3)]
    public async Task A_hand_in_the_database_is_found(string hand, int differences)
    {
        var sorteo = await _counter.OpenSorteo();
        await Sell(sorteo, "44", 250);
        await _counter.Host.Execute(hand, sorteo);

        var counts = await Check("EXPOSURE_CHECK_ERRORS");

        Assert.AreEqual(differences, counts.GetProperty("differences").GetInt64());
        await _counter.Host.Execute("delete from exposure_sets where sorteo_id = $1", sorteo);
        await _counter.Host.Execute("delete from number_exposures where sorteo_id = $1", sorteo);
        await _counter.Host.Execute("update seller_sales set amount = 250 where sorteo_id = $1", sorteo);
    }

    [TestMethod]
    public async Task A_sale_that_is_refused_by_a_limit_counts_nowhere()
    {
        var sorteo = await _counter.OpenSorteo();
        await Sell(sorteo, "52", 90_000);
        var before = await Checksum.Of(_counter.Host);

        var refused = await _counter.Sell(sorteo, _counter.Game.Numero("52", 10_001));

        refused.Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED");
        Assert.AreEqual(before, await Checksum.Of(_counter.Host));
        (await _counter.Sell(sorteo, _counter.Game.Numero("52", 10_000))).Succeeded();
    }

    private static async Task<Answer> Sell(Guid sorteo, string number, decimal amount)
    {
        var answer = await _counter.Sell(sorteo, _counter.Game.Numero(number, amount));
        answer.Succeeded();
        return answer;
    }

    private static Task<decimal> Counted(Guid sorteo, Guid scope, string number) => _counter.Host.Scalar<decimal>(
        "select amount from number_exposures where sorteo_id = $1 and scope_id = $2 and kind = 'ALL' and number = $3",
        sorteo, scope, number);

    private static async Task<JsonElement> Check(params string[] expected)
    {
        await using var worker = WorkerHost.On(_counter.Host.Database, _counter.Host.Clock);
        foreach (var action in expected)
        {
            worker.Log.Expect(action);
        }

        await worker.Ask(Scheduled);
        return JsonElement.Parse(
            (await worker.Runs()).Last(run => run.JobName == "exposure-check").Counts!);
    }

    private static Task Rule(string column, string amount, bool appliesToVendedor) => _counter.Host.Execute(
        $"""
        insert into restriction_rules (id, banca_id, is_auto_date, {column}, applies_to_vendedor, is_active, created_at,
            updated_at)
        values (gen_random_uuid(), $1, false, {amount}, {appliesToVendedor}, true, now(), now())
        """,
        _counter.Banca.Id);
}
