using System.Diagnostics;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;
using Npgsql;

namespace Lottery.Tests.ErrorTracking;

/// <summary>A whole process, its end included, and the Sentry that it reports to.</summary>
[TestClass]
[TestProperty("Defect", "D-84")]
public sealed class ProcessReportTests : SentryListening
{
    private string _database = "";

    [TestInitialize]
    public async Task Prepare() => _database = await TestPostgres.CreateDatabase();

    [TestCleanup]
    public Task Clear() => TestPostgres.DropDatabase(_database);

    [TestMethod]
    public async Task A_job_that_fails_is_one_event_that_arrives_before_the_process_ends()
    {
        await Break();
        using var worker = Worker();
        await worker.Until("SORTEOS_AUTO_OPEN_FAIL");
        worker.Terminate();

        Assert.AreEqual(0, await worker.End());

        var sent = Sentry.Events.Single();
        var start = worker.Records.Single(one => one.Text("action") == "SORTEOS_AUTO_OPEN_START");
        Assert.AreEqual("Npgsql.PostgresException", sent.Exception().Text("type"));
        Assert.AreEqual("sorteos-auto-open", sent.Text("transaction"));
        CollectionAssert.AreEqual(
            (string?[])["lottery-worker", "job", "SORTEOS_AUTO_OPEN_FAIL", "sorteos-auto-open", "UNKNOWN",
                start.GetProperty("payload").Text("runId"), start.Text("requestId")],
            sent.Tags("service", "layer", "action", "job", "code", "runId", "requestId"));
        Assert.AreEqual(start.Text("traceId"), sent.TraceId());
        Assert.Contains("SORTEOS_AUTO_OPEN_START", sent.Steps().Select(step => step.Text("category")));
    }

    [TestMethod]
    public async Task An_exception_that_ends_the_process_arrives_before_it_does()
    {
        using var worker = Worker((StartupHook.Setting, StartupHook.Path));
        // The last of what it catches up: nothing else is written while it ends.
        await worker.Until("DATABASE_SIZE_COMPLETE");

        worker.Send(StartupHook.Crash);

        Assert.AreEqual(1, await worker.End());
        Assert.AreEqual("UNCAUGHT_EXCEPTION", worker.Actions()[^1]);
        var sent = Sentry.Events.Single();
        Assert.AreEqual("fatal", sent.Text("level"));
        Assert.AreEqual("UNCAUGHT_EXCEPTION", sent.Tag("action"));
        Assert.AreEqual("Nobody caught this", sent.Exception().Text("value"));
        Assert.IsFalse(sent.Exception().GetProperty("mechanism").GetProperty("handled").GetBoolean());
    }

    [TestMethod]
    public async Task A_failed_task_that_nobody_awaits_is_reported()
    {
        using var worker = Worker((StartupHook.Setting, StartupHook.Path));
        await worker.Until("SORTEOS_AUTO_OPEN_COMPLETE");

        worker.Send(StartupHook.Forget);

        await worker.Until("UNHANDLED_REJECTION");
        worker.Terminate();
        Assert.AreEqual(0, await worker.End());
        var sent = Sentry.Events.Single();
        Assert.AreEqual("UNHANDLED_REJECTION", sent.Tag("action"));
        Assert.Contains("Nobody awaited this", sent.GetProperty("exception").GetRawText());
    }

    [TestMethod]
    public async Task A_Sentry_that_never_answers_holds_up_neither_work_nor_end()
    {
        Sentry.Status = null;
        await Break();
        using var worker = Worker();
        await worker.Until("SORTEOS_AUTO_OPEN_FAIL");
        await ApiProcess.Eventually(() => Task.FromResult(Sentry.Calls == 1), () => "Nothing was sent.");

        var stopped = Stopwatch.StartNew();
        worker.Terminate();

        Assert.AreEqual(0, await worker.End());
        Assert.IsLessThan(TimeSpan.FromSeconds(8), stopped.Elapsed);
        Assert.AreEqual("DATABASE_DISCONNECTED", worker.Actions()[^1]);
    }

    [TestMethod]
    public async Task Without_a_DSN_nothing_is_sent_and_that_is_told_once()
    {
        await Break();
        using var worker = WorkerProcess.Start(_database);
        await worker.Until("SORTEOS_AUTO_OPEN_FAIL");
        worker.Terminate();
        await worker.End();

        Assert.AreEqual(1, worker.Actions().Count(action => action == "SENTRY_INIT_SKIP"));
        Assert.AreEqual(0, Sentry.Calls);
    }

    [TestMethod]
    [DataRow("SENTRY_DSN", "http://very-secret@127.0.0.1:1/", "SENTRY_DSN is not a DSN; it looks like")]
    [DataRow("SENTRY_DSN", "very-secret", "SENTRY_DSN is not a DSN; it looks like")]
    [DataRow("SENTRY_DSN", "http://very-secret@127.0.0.1:1/42?from=/", "SENTRY_DSN is not a DSN; it looks like")]
    [DataRow("SENTRY_DSN", "http://very-secret@127.0.0.1:1/42#/", "SENTRY_DSN is not a DSN; it looks like")]
    [DataRow("SENTRY_TRACES_SAMPLE_RATE", "1.5", "SENTRY_TRACES_SAMPLE_RATE must be a number from 0 to 1.")]
    [DataRow("SENTRY_TRACES_SAMPLE_RATE", "half", "SENTRY_TRACES_SAMPLE_RATE must be a number from 0 to 1.")]
    [DataRow("SENTRY_ENVIRONMENT", "a b", "SENTRY_ENVIRONMENT must be")]
    [DataRow("SENTRY_RELEASE", "a/b", "SENTRY_RELEASE must be")]
    [DataRow("ErrorTracking__ReportedCodes", "FORBIDDEN;OTHER", "ErrorTracking__ReportedCodes must be codes")]
    public async Task A_setting_that_cannot_work_is_answered_with_a_sentence(string name, string value, string sentence)
    {
        using var worker = WorkerProcess.Start("Host=127.0.0.1", (name, value));

        Assert.AreEqual(1, await worker.End());
        StringAssert.StartsWith(await worker.Errors(), sentence, StringComparison.Ordinal);
        Assert.HasCount(1, (await worker.Errors()).TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("secret", await worker.Errors());
        Assert.IsEmpty(worker.Actions());
    }

    private WorkerProcess Worker(params (string, string)[] settings) =>
        WorkerProcess.Start(_database, [("SENTRY_DSN", Sentry.Dsn), .. settings]);

    private async Task Break()
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("alter table sorteos rename to lost", connection);
        await command.ExecuteNonQueryAsync();
    }
}
