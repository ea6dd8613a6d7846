using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.ServiceDefaults.Logging;

/// <summary>Settings of a real process that change while it runs.</summary>
[TestClass]
public sealed class SettingsReloadTests : IDisposable
{
    private const string NoDatabase = "Host=127.0.0.1;Port=1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-settings-");
    private readonly HttpClient _http = new();

    private string Settings => Path.Combine(_folder.FullName, "lottery.json");

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [TestMethod]
    public async Task The_level_follows_the_file_and_every_change_is_told()
    {
        Write("""{"LOG_LEVEL":"info"}""");
        using var process = WorkerProcess.Start(NoDatabase, ("LOG_LEVEL", "error"), ("LOTTERY_CONFIG", Settings));
        await process.Until("SERVER_LISTEN");

        Write("""{"LOG_LEVEL":"debug"}""");
        await process.Next("LOG_LEVEL_CHANGED");
        Assert.AreEqual("""{"from":"info","to":"debug","cause":"file"}""", LastPayload(process));
        await _http.GetAsync(new Uri(process.Management, "/health/live"));
        await process.Until("HTTP_REQUEST");

        Write("""{"LOG_LEVEL":"error"}""");
        await process.Next("LOG_LEVEL_CHANGED");
        await _http.GetAsync(new Uri(process.Management, "/health/live"));
        Write("""{"LOG_LEVEL":"warn"}""");
        await process.Next("LOG_LEVEL_CHANGED");

        Assert.AreEqual("""{"from":"error","to":"warn","cause":"file"}""", LastPayload(process));
        Assert.AreEqual(1, process.Actions().Count(action => action == "HTTP_REQUEST"));
    }

    [TestMethod]
    public async Task SIGHUP_reads_the_settings_again_and_ends_nothing()
    {
        Write("""{"LOG_LEVEL":"info"}""");
        using var process = WorkerProcess.Start(NoDatabase, ("LOTTERY_CONFIG", Settings));
        await process.Until("SERVER_LISTEN");

        process.HangUp();
        await process.Until("LOTTERY_CONFIG_RELOADED");
        Assert.AreEqual("SIGHUP", process.Records[^1].GetProperty("payload").Text("cause"));
        Write("""{"LOG_LEVEL":"debug"}""");
        process.HangUp();
        await process.Next("LOG_LEVEL_CHANGED");
        process.Terminate();

        Assert.AreEqual(0, await process.End());
    }

    [TestMethod]
    public async Task SIGHUP_without_a_file_is_answered_and_ends_nothing()
    {
        using var process = WorkerProcess.Start(NoDatabase);
        await process.Until("SERVER_LISTEN");

        process.HangUp();
        await process.Until("LOTTERY_CONFIG_NOT_SET");
        process.Terminate();

        Assert.AreEqual(0, await process.End());
    }

    [TestMethod]
    public async Task What_cannot_be_read_changes_nothing_and_is_told()
    {
        Write("""{"LOG_LEVEL":"debug"}""");
        using var process = WorkerProcess.Start(NoDatabase, ("LOTTERY_CONFIG", Settings));
        await process.Until("SERVER_LISTEN");

        Write("""{"LOG_LEVEL":"loud"}""");
        await process.Until("LOG_LEVEL_INVALID");
        Assert.AreEqual("warn", process.Records[^1].Text("level"));
        Assert.AreEqual("""{"value":"loud","level":"debug","cause":"file"}""", LastPayload(process));
        Write("{");
        await process.Next("LOTTERY_CONFIG_INVALID");
        Assert.AreEqual("warn", process.Records[^1].Text("level"));
        File.Delete(Settings);
        await process.Next("LOTTERY_CONFIG_INVALID");
        Assert.AreEqual("does not exist", process.Records[^1].GetProperty("payload").Text("problem"));
        await _http.GetAsync(new Uri(process.Management, "/health/live"));
        await process.Until("HTTP_REQUEST");
    }

    [TestMethod]
    [DataRow("""{"LOG_LEVEL":"debug","LogFile":{"Keep":0}}""", false)]
    [DataRow("""{"LOG_LEVEL":"debug","LogFile":{"Keep":0}}""", true)]
    [DataRow("""{"LOG_LEVEL":"debug","Warmup":{"Attempts":"many"}}""", false)]
    [DataRow("""{"LOG_LEVEL":"debug","Warmup":{"Attempts":"many"}}""", true)]
    public async Task What_would_refuse_a_start_ends_no_running_process(string content, bool isToldBySignal)
    {
        Write("""{"LOG_LEVEL":"info"}""");
        using var process = WorkerProcess.Start(NoDatabase, ("LOTTERY_CONFIG", Settings));
        await process.Until("SERVER_LISTEN");

        Write(content);
        if (isToldBySignal)
        {
            process.HangUp();
        }

        await process.Next("LOG_LEVEL_CHANGED");
        Write("""{"LOG_LEVEL":"warn"}""");
        await process.Next("LOG_LEVEL_CHANGED");
        process.Terminate();

        Assert.AreEqual(0, await process.End());
    }

    [TestMethod]
    public async Task A_level_taken_out_of_the_file_is_again_the_one_of_the_environment()
    {
        Write("""{"LOG_LEVEL":"info"}""");
        using var process = WorkerProcess.Start(NoDatabase, ("LOG_LEVEL", "warn"), ("LOTTERY_CONFIG", Settings));
        await process.Until("SERVER_LISTEN");

        Write("{}");
        await process.Next("LOG_LEVEL_CHANGED");

        Assert.AreEqual("""{"from":"info","to":"warn","cause":"file"}""", LastPayload(process));
    }

    [TestMethod]
    [DataRow(null, "does not exist")]
    [DataRow("{\n\"LOG_LEVEL\": info }", "is not JSON in line 2")]
    [DataRow("[]", "is not one JSON object with each key once")]
    public async Task A_start_without_readable_settings_is_refused_with_a_sentence(string? content, string problem)
    {
        if (content is not null)
        {
            Write(content);
        }

        using var process = WorkerProcess.Start(NoDatabase, ("LOTTERY_CONFIG", Settings));

        Assert.AreEqual(1, await process.End());
        Assert.AreEqual($"LOTTERY_CONFIG is '{Settings}', which {problem}.\n", await process.Errors());
    }

    // In one step, as an editor does it: half a file would be told as one that is no JSON.
    private void Write(string content)
    {
        File.WriteAllText(Settings + ".new", content);
        File.Move(Settings + ".new", Settings, overwrite: true);
    }

    private static string LastPayload(WorkerProcess process) =>
        process.Records[^1].GetProperty("payload").GetRawText();
}
