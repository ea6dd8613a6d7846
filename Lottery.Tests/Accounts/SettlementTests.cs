using System.Net;
using System.Text.Json;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Watches;
using Lottery.Tests.Worker;

namespace Lottery.Tests.Accounts;

/// <summary>Old days are locked, by a worker, until an administrator opens them again; months are closed.</summary>
[TestClass]
public sealed class SettlementTests
{
    private AccountWorld _world = null!;
    private WorkerHost _worker = null!;

    [TestInitialize]
    public async Task Open()
    {
        _world = await AccountWorld.Open();
        _worker = WorkerHost.On(_world.Counter.Host.Database, _world.Counter.Host.Clock);
        await _worker.Start();
        // It hears, and has caught up; this is the last.
        await ApiProcess.Eventually(
            () => Task.FromResult(_worker.Log.Of("ANNOUNCEMENTS_HEARING").Count > 0
                && _worker.Log.Records.Any(record => record.Action is "DATABASE_SIZE_COMPLETE" or "DATABASE_SIZE_SKIPPED")),
            () => "The worker is not there.");
    }

    [TestCleanup]
    public async Task Close()
    {
        await _worker.DisposeAsync();
        await _world.DisposeAsync();
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-8")]
    public async Task A_settled_day_takes_nothing_until_it_is_opened_again()
    {
        var late = await _world.Sell(1_000, 0);
        (await _world.Move("payment", 700, "2026-10-20")).Succeeded();
        var movement = (await _world.Move("collection", 200, "2026-10-20")).Data.GetProperty("payment").Id();
        _world.Go("2026-10-28");
        (await _world.Move("payment", 50, "2026-10-28")).Succeeded();

        var settled = await Execute();

        Assert.AreEqual((true, 1L), (settled.GetProperty("success").GetBoolean(), settled.GetProperty("settledCount").GetInt64()));
        var day = await _world.Day("vendedor", "2026-10-20");
        Assert.AreEqual((true, false, 500m), (
            day.GetProperty("isSettled").GetBoolean(), day.GetProperty("canEdit").GetBoolean(), day.Money("remainingBalance")));
        var through = (await _world.Move("payment", 5, "2026-10-20")).Refused(HttpStatusCode.Conflict, "STATEMENT_SETTLED");
        Assert.AreEqual("2026-10-20", through.Json.GetProperty("meta").Text("settledThrough"));
        (await _world.Move("payment", 5, "2026-10-15")).Refused(HttpStatusCode.Conflict, "STATEMENT_SETTLED");
        (await _world.Admin.Post("/accounts/reverse-payment", new { paymentId = movement, reason = "Equivocado" }))
            .Refused(HttpStatusCode.Conflict, "STATEMENT_SETTLED");
        (await _world.Admin.Patch($"/sorteos/{late}/evaluate", new { winningNumber = "27" }))
            .Refused(HttpStatusCode.Conflict, "STATEMENT_SETTLED");
        Assert.AreEqual("OPEN", (await _world.Admin.Get($"/sorteos/{late}")).Data.Text("status"));
        (await _world.Move("payment", 5, "2026-10-21")).Succeeded();

        var reopened = (await Reopen("2026-10-20")).Data;
        Assert.AreEqual(1, reopened.GetProperty("reopenedCount").GetInt32());
        (await Reopen("2026-10-20")).Refused(HttpStatusCode.BadRequest, "NOT_SETTLED");
        (await _world.Admin.Post("/accounts/reverse-payment", new { paymentId = movement, reason = "Equivocado" })).Succeeded();
        (await _world.Admin.Patch($"/sorteos/{late}/evaluate", new { winningNumber = "27" })).Succeeded();
        Assert.AreEqual(1_655m, (await _world.Day("vendedor", "2026-10-28")).Money("remainingBalance"));
        Assert.AreEqual(1L, await _world.Counter.Host.Scalar<long>(
            "select count(*) from activity_logs where details->>'action' = 'REOPEN' and details->>'reason' = 'Cobro olvidado'"));
        // The seller's day again, and those of its ventana and its banca.
        Assert.AreEqual(3L, (await Execute()).GetProperty("settledCount").GetInt64());
    }

    [TestMethod]
    public async Task It_is_done_by_itself_at_its_time_when_it_is_wanted()
    {
        (await _world.Move("payment", 700, "2026-10-20")).Succeeded();
        var off = (await _world.Admin.Get("/account-statements/auto-status")).Data;
        Assert.AreEqual(JsonValueKind.Null, off.GetProperty("nextScheduledExecution").ValueKind);
        (await _world.Admin.Patch("/account-statements/auto-config", new { cronSchedule = "mañana a las 3" }))
            .Refused(HttpStatusCode.BadRequest, "CRON_INVALID");
        (await _world.Admin.Patch("/account-statements/auto-config", new { settlementAgeDays = 0 }))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

        var config = (await _world.Admin.Patch(
            "/account-statements/auto-config",
            new { enabled = true, settlementAgeDays = 3, cronSchedule = "15 5 * * *" })).Data;

        Assert.AreEqual((true, 3, "15 5 * * *", 1000), (
            config.GetProperty("enabled").GetBoolean(), config.GetProperty("settlementAgeDays").GetInt32(),
            config.Text("cronSchedule"), config.GetProperty("batchSize").GetInt32()));
        await ApiProcess.Eventually(
            async () => (await _world.Admin.Get("/jobs")).Data.EnumerateArray()
                .Single(job => job.Text("name") == "account-settlement").Text("source") == "AUTO_CONFIG",
            () => "The worker does not take the time over.");
        var status = (await _world.Admin.Get("/account-statements/auto-status")).Data;
        Assert.AreEqual(
            AccountWorld.At("2026-10-21", "05:15"), status.GetProperty("nextScheduledExecution").GetDateTimeOffset());
    }

    [TestMethod]
    public async Task A_run_that_breaks_off_is_told_until_one_succeeds()
    {
        (await _world.Move("payment", 700, "2026-10-01")).Succeeded();
        var host = _world.Counter.Host;
        _worker.Log.Expect("SETTLEMENT_JOB_ERROR", "FAIL");
        await host.Execute("""
            create function stuck() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$
            """);
        await host.Execute("create trigger stuck before update on account_statements for each row execute function stuck()");

        var broken = await Execute();
        Assert.AreEqual(
            (false, 1L), (broken.GetProperty("success").GetBoolean(), broken.GetProperty("errorCount").GetInt64()));
        var status = (await _world.Admin.Get("/account-statements/auto-status")).Data;
        Assert.AreEqual(1, status.GetProperty("lastErrorCount").GetInt32());
        Assert.IsNotEmpty(status.Text("lastErrorMessage"));

        await host.Execute("drop trigger stuck on account_statements");
        Assert.IsTrue((await Execute()).GetProperty("success").GetBoolean());
        status = (await _world.Admin.Get("/account-statements/auto-status")).Data;
        Assert.AreEqual(
            (0, 1), (status.GetProperty("lastErrorCount").GetInt32(), status.GetProperty("lastSettledCount").GetInt32()));
        Assert.AreEqual(JsonValueKind.Null, status.GetProperty("lastErrorMessage").ValueKind);
    }

    [TestMethod]
    public async Task Of_a_day_that_is_even_nothing_need_be_settled()
    {
        await _world.Draw(1_000, 0);
        (await _world.Move("collection", 900, "2026-10-20")).Succeeded();

        var day = await _world.Day("vendedor", "2026-10-20");

        Assert.AreEqual((true, 0m), (day.GetProperty("isSettled").GetBoolean(), day.Money("remainingBalance")));
        (await _world.Move("payment", 5, "2026-10-20")).Succeeded();
        Assert.IsFalse((await _world.Day("vendedor", "2026-10-20")).GetProperty("isSettled").GetBoolean());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("2026-13")]
    [DataRow("2026-1")]
    public async Task A_month_that_is_none_is_refused(string month)
    {
        (await _world.Admin.Post("/accounts/monthly-closings", new { month }))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await _world.Admin.Get($"/accounts/statement?scope=all&dimension=vendedor&month={month}"))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await _world.Admin.Get($"/accounts/monthly-closings?month={month}"))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-9")]
    [TestProperty("Defect", "ACC-10")]
    public async Task A_closed_month_has_what_it_began_with_brought_and_ended_with()
    {
        (await _world.Move("payment", 40_000, "2026-10-20")).Succeeded();
        _world.Go("2026-11-10");
        await _world.Draw(2_000, 1_500);
        (await _world.Move("collection", 250, "2026-11-10")).Succeeded();
        var back = (await _world.Move("payment", 20, "2026-11-10")).Data.GetProperty("payment").Id();
        (await _world.Admin.Post("/accounts/monthly-closings", new { month = "2026-11" }))
            .Refused(HttpStatusCode.BadRequest, "MONTH_NOT_OVER");
        _world.Go("2026-12-05");

        var run = (await _world.Admin.Post("/jobs/monthly-closing/runs", new { wait = true })).Data;

        Assert.AreEqual("COMPLETED", run.Text("outcome"));
        Assert.AreEqual((40_000m, 70m, 40_070m), await Closing("2026-11"));
        Assert.AreEqual((0m, 40_000m, 40_000m), await Closing("2026-10"));
        (await _world.Admin.Post("/accounts/reverse-payment", new { paymentId = back, reason = "Equivocado" })).Succeeded();
        (await _world.Move("collection", 10_000, "2026-10-31")).Succeeded();
        Assert.AreEqual((0m, 30_000m, 30_000m), await Closing("2026-10"));
        Assert.AreEqual((30_000m, 50m, 30_050m), await Closing("2026-11"));
        var again = (await _world.Admin.Post("/accounts/monthly-closings", new { month = "2026-11" })).Data;
        Assert.IsTrue(again.GetProperty("success").GetBoolean());
        Assert.AreEqual((30_000m, 50m, 30_050m), await Closing("2026-11"));
        Assert.AreEqual(0L, await _world.Counter.Host.Scalar<long>("""
            select count(*) from (
                select from monthly_closings group by month, banca_id, level, entity_id having count(*) > 1) d
            """));
    }

    [TestMethod]
    public async Task Whoever_asks_is_told_that_the_accounts_hold_or_what_differs()
    {
        await _world.Draw(1_000, 0);
        var good = (await _world.Admin.Post("/accounts/reconciliation")).Data;
        Assert.AreEqual((true, 0L), (good.GetProperty("success").GetBoolean(), good.GetProperty("differences").GetInt64()));
        Assert.IsGreaterThan(0, good.GetProperty("entries").GetInt64());
        (string Check, string Harm, string Repair)[] harms =
        [
            ("ACCOUNTS", "update accounts set saldo = saldo + 0.01 where entity_id = $1",
                "update accounts set saldo = saldo - 0.01 where entity_id = $1"),
            ("STATEMENTS", "update account_statements set sales = sales + 1, net = net + 1 where entity_id = $1",
                "update account_statements set sales = sales - 1, net = net - 1 where entity_id = $1"),
            ("REMAINING", "update account_statements set remaining = remaining + 1 where entity_id = $1",
                "update account_statements set remaining = remaining - 1 where entity_id = $1"),
            ("ENTRIES", "update jugadas set amount = amount + 1 where ticket_id in (select id from tickets where vendedor_id = $1)",
                "update jugadas set amount = amount - 1 where ticket_id in (select id from tickets where vendedor_id = $1)"),
        ];
        foreach (var (check, harm, repair) in harms)
        {
            await _world.Counter.Host.Execute(harm, _world.Seller);
            var bad = (await _world.Admin.Post("/accounts/reconciliation")).Data;
            var shown = (await MetricsText.Of(_worker.ManagementAddress)).Sum("lottery_ledger_differences");
            await _world.Counter.Host.Execute(repair, _world.Seller);

            Assert.IsFalse(bad.GetProperty("success").GetBoolean(), check);
            Assert.IsGreaterThan(0, bad.GetProperty("differences").GetInt64(), check);
            Assert.AreEqual(shown, bad.GetProperty("differences").GetInt64(), check);
            Assert.Contains(check, bad.Rows("details").Select(d => d.Text("check")));
        }

        Assert.AreEqual(harms.Length, _worker.Log.Of("ACCOUNT_RECONCILIATION_ERRORS").Count);
    }

    private async Task<JsonElement> Execute()
    {
        var answer = await _world.Admin.Post("/account-statements/execute");
        Assert.AreEqual(HttpStatusCode.OK, answer.Status, answer.Text);
        return answer.Data;
    }

    private Task<Answer> Reopen(string date) => _world.Admin.Post(
        "/accounts/reopen",
        new { date, bancaId = _world.Banca, vendedorId = _world.Seller, reason = "Cobro olvidado" });

    private async Task<(decimal, decimal, decimal)> Closing(string month)
    {
        var row = (await _world.Admin.Get(
            $"/accounts/monthly-closings?month={month}&dimension=vendedor&vendedorId={_world.Seller}")).Json.Rows().Single();
        return (row.Money("openingBalance"), row.Money("netBalance"), row.Money("closingBalance"));
    }
}
