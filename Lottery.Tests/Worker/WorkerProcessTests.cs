using System.Net;
using Lottery.Data.Jobs;
using Lottery.Data.Sorteos;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Lottery.Tests.Worker;

/// <summary>The worker as an administrator runs it: a process, its signals, its exit code and its output.</summary>
[TestClass]
public sealed class WorkerProcessTests
{
    [TestMethod]
    public async Task A_job_in_flight_is_brought_to_its_end_before_the_process_ends()
    {
        await using var world = await World.Create(
            await ApiHost.Start(clock: new FakeTimeProvider(TimeProvider.System.GetUtcNow())));
        var sorteo = await (await (await world.Banca()).Loteria()).Sorteo(TimeSpan.Zero);
        await using var counter = new NpgsqlConnection(world.Host.Database);
        await counter.OpenAsync();
        var held = await counter.BeginTransactionAsync();
        await Execute(counter, $"select from sorteos where id = '{sorteo}' for update");

        // The machine may be slow; the job must not give up on the held draw before the counter lets go of it.
        using var process = WorkerProcess.Start($"{world.Host.Database};Command Timeout=60");
        await process.Until("SORTEOS_AUTO_OPEN_START");
        await ApiProcess.Eventually(
            async () => await process.Ready() == HttpStatusCode.OK, () => "The worker does not become ready.");
        process.Terminate();
        await process.Until("SHUTDOWN_WAITING");
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, await process.Ready());
        await held.RollbackAsync();

        Assert.AreEqual(0, await process.End());
        CollectionAssert.IsSubsetOf(
            (string[])["SERVER_LISTEN", "WARMUP_SUCCESS", "SORTEOS_AUTO_OPEN_START", "SHUTDOWN_MARKED",
                "SORTEOS_AUTO_JOBS_STOPPED", "SORTEO_AUTO_OPENED", "SHUTDOWN_ALL_OPERATIONS_COMPLETED",
                "SERVER_CLOSED"],
            process.Actions());
        Assert.AreEqual(SorteoStatus.Open, await world.Host.InDatabase(db =>
            db.Sorteos.Where(s => s.Id == sorteo).Select(s => s.Status).SingleAsync()));
        Assert.AreEqual(JobOutcome.Completed, await world.Host.InDatabase(db =>
            db.JobRuns.Where(run => run.JobName == "sorteos-auto-open").Select(run => run.Outcome).SingleAsync()));
    }

    [TestMethod]
    public async Task A_log_level_that_does_not_exist_is_answered_with_a_sentence()
    {
        using var process = WorkerProcess.Start("Host=127.0.0.1", ("LOG_LEVEL", "bogus"));

        Assert.AreEqual(1, await process.End());
        Assert.AreEqual("LOG_LEVEL is 'bogus'; it must be debug, info, warn or error.\n", await process.Errors());
        Assert.IsEmpty(process.Actions());
    }

    [TestMethod]
    public async Task A_missing_connection_string_is_answered_with_one_sentence()
    {
        using var process = WorkerProcess.Start("");

        Assert.AreEqual(1, await process.End());
        Assert.HasCount(1, (await process.Errors()).TrimEnd('\n').Split('\n'));
        Assert.Contains("ConnectionStrings__Lottery", await process.Errors());
        Assert.IsEmpty(process.Actions());
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
