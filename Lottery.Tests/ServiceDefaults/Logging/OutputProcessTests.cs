using System.Net;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.ServiceDefaults.Logging;

/// <summary>A real process whose log has nowhere to go. Its database does not answer, which does not matter here.</summary>
[TestClass]
public sealed class OutputProcessTests : IDisposable
{
    private const string NoDatabase = "Host=127.0.0.1;Port=1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-log-");
    private readonly HttpClient _http = new() { Timeout = Patience };

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [TestMethod]
    public async Task A_console_that_nobody_reads_holds_no_request_up()
    {
        const int Requests = 400;
        using var process = WorkerProcess.Start(NoDatabase, ("LOG_LEVEL", "debug"));
        await process.Until("SERVER_LISTEN");
        // More than the pipe and the memory for what waits can hold.
        for (var number = 0; number < Requests; number++)
        {
            Assert.AreEqual(HttpStatusCode.OK, await Ask(process, new string('x', 16_000)));
        }

        await process.Until("LOG_RECORDS_DROPPED");
        process.Terminate();

        Assert.AreEqual(0, await process.End());
        var dropped = process.Records.Where(record => record.Text("action") == "LOG_RECORDS_DROPPED")
            .Select(record => record.GetProperty("payload")).ToList();
        Assert.IsTrue(dropped.TrueForAll(payload => payload.Text("sink") == "console"));
        var read = process.Actions().Count(action => action == "HTTP_REQUEST");
        Assert.IsLessThan(Requests, read);
        Assert.IsGreaterThanOrEqualTo(Requests, read + dropped.Sum(payload => payload.GetProperty("count").GetInt64()));
    }

    [TestMethod]
    public async Task A_console_that_nobody_reads_does_not_keep_the_process_alive()
    {
        using var process = WorkerProcess.Start(NoDatabase, ("LOG_LEVEL", "debug"));
        await process.Until("SERVER_LISTEN");
        for (var number = 0; number < 40; number++)
        {
            await Ask(process, new string('x', 16_000));
        }

        process.Terminate();

        Assert.AreEqual(0, await process.EndUnread());
    }

    [TestMethod]
    public async Task A_console_that_is_closed_ends_neither_requests_nor_the_process()
    {
        using var process = WorkerProcess.Start(NoDatabase, ("LOG_LEVEL", "debug"));
        await process.Until("SERVER_LISTEN");
        process.CloseOutput();
        for (var number = 0; number < 20; number++)
        {
            Assert.AreEqual(HttpStatusCode.OK, await Ask(process, "after"));
        }

        process.Terminate();

        Assert.AreEqual(0, await process.EndUnread());
        Assert.AreEqual("", await process.Errors());
    }

    [TestMethod]
    public async Task A_full_disk_holds_no_request_up_and_what_waited_is_written_when_there_is_space()
    {
        var file = Path.Combine(_folder.FullName, "lottery-lottery-worker.log");
        File.CreateSymbolicLink(file, "/dev/full");
        using var process = WorkerProcess.Start(
            NoDatabase, ("LOG_LEVEL", "debug"), ("LogFile__Path", Path.Combine(_folder.FullName, "lottery.log")));
        await process.Until("SERVER_LISTEN");
        Assert.AreEqual(HttpStatusCode.OK, await Ask(process, "while-full"));
        File.Delete(file);
        Assert.AreEqual(HttpStatusCode.OK, await Ask(process, "with-space"));
        process.Terminate();

        Assert.AreEqual(0, await process.End());
        var records = WrittenRecords.Parse(await File.ReadAllTextAsync(file));
        CollectionAssert.AreEqual(
            process.Records.Select(record => record.GetRawText()).ToList(),
            records.Select(record => record.GetRawText()).ToList());
        CollectionAssert.IsSubsetOf((string[])["while-full", "with-space"], records
            .Where(record => record.Text("action") == "HTTP_REQUEST")
            .Select(record => record.GetProperty("payload").Text("userAgent")).ToList());
    }

    [TestMethod]
    [DataRow("LogFile__Path", "/no/such/folder/lottery.log", "LogFile:Path must name a file in a folder that exists.\n")]
    [DataRow("LogFile__MaxSize", "10", "LogFile:MaxSize must be 65536 bytes or more.\n")]
    [DataRow("LogFile__Keep", "0", "LogFile:Keep must be 1 or more.\n")]
    public async Task A_file_that_cannot_be_is_answered_with_a_sentence(string name, string value, string sentence)
    {
        using var process = WorkerProcess.Start(NoDatabase, (name, value));

        Assert.AreEqual(1, await process.End());
        Assert.AreEqual(sentence, await process.Errors());
    }

    [TestMethod]
    public async Task The_last_record_of_a_crash_arrives_everywhere()
    {
        using var process = WorkerProcess.Start(
            NoDatabase,
            ("LogFile__Path", Path.Combine(_folder.FullName, "lottery.log")),
            (StartupHook.Setting, StartupHook.Path));
        await process.Until("SERVER_LISTEN");
        process.Send(StartupHook.Crash);

        Assert.AreEqual(1, await process.End());
        // What another thread logs while the log closes is dropped, and that is told even after it.
        var last = process.Records.Last(record => record.Text("action") != "LOG_RECORDS_DROPPED");
        Assert.AreEqual("UNCAUGHT_EXCEPTION", last.Text("action"));
        Assert.AreEqual("Nobody caught this", last.GetProperty("error").Text("message"));
        var file = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "lottery-lottery-worker.log"));
        Assert.AreEqual(
            last.GetRawText(),
            WrittenRecords.Parse(file).Last(record => record.Text("action") == "UNCAUGHT_EXCEPTION").GetRawText());
    }

    private async Task<HttpStatusCode> Ask(WorkerProcess process, string userAgent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(process.Management, "/health/live"));
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        using var answer = await _http.SendAsync(request).WaitAsync(Patience);
        return answer.StatusCode;
    }
}
