using System.Text.Json;
using Lottery.ServiceDefaults.Shutdown;
using Lottery.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lottery.Tests.ServiceDefaults;

/// <summary>How each end of a process is kept in its file.</summary>
[TestClass]
public sealed class StopStateTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-stop-");
    private readonly TaskCompletionSource _entered = new();
    private readonly TaskCompletionSource _released = new();
    private readonly int _port = Ports.Free();

    private string File => Path.Combine(_folder.FullName, $"lottery-sample-{_port}.json");

    [TestCleanup]
    public void Clear() => _folder.Delete(recursive: true);

    [TestMethod]
    public async Task A_process_that_ends_in_order_leaves_nothing_to_tell()
    {
        for (var life = 1; life <= 2; life++)
        {
            await using var process = await Start();
            Assert.AreEqual("running", Kept("outcome"));
            process.Signal();

            Assert.AreEqual(0, await process.End);
            Assert.AreEqual("clean", Kept("outcome"));
            CollectionAssert.DoesNotContain(await Actions(process), "PREVIOUS_STOP_UNCLEAN");
        }
    }

    [TestMethod]
    [DataRow("timeout", "00:00:00.2")]
    [DataRow("forced", "00:01:00")]
    public async Task What_was_cut_off_says_by_what(string outcome, string timeout)
    {
        await using var process = await Start($"--Shutdown:Timeout={timeout}");
        var inFlight = process.Http.GetAsync("/held");
        await _entered.Task;
        process.Signal();
        if (outcome == "forced")
        {
            process.Signal();
        }

        Assert.AreEqual(1, await process.End);
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => inFlight);
        Assert.AreEqual(outcome, Kept("outcome"));
        await using var next = await Start();
        next.Signal();
        Assert.AreEqual(outcome, await Found(next));
    }

    [TestMethod]
    public async Task A_background_service_that_dies_has_failed()
    {
        await using var process = await Start(builder =>
            builder.Services.AddHostedService(_ => new DyingService(_released.Task)));
        _released.SetResult();

        Assert.AreEqual(1, await process.End);
        Assert.AreEqual("failed", Kept("outcome"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{\"outcome\":\"cle")]
    [DataRow("null")]
    public async Task A_file_that_was_cut_off_is_no_good_end(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content);

        await using var process = await Start();
        process.Signal();

        Assert.AreEqual("unreadable", await Found(process));
    }

    [TestMethod]
    public async Task A_folder_that_cannot_be_written_stops_no_start()
    {
        await using var process = await SampleProcess.Start(
            MapHeld, null, $"--Management:Port={_port}", "--Shutdown:StateFolder=/dev/null/state");
        process.Signal();

        Assert.AreEqual(0, await process.End);
        CollectionAssert.Contains(await Actions(process), "STOP_STATE_UNWRITABLE");
    }

    [TestMethod]
    public async Task One_that_cannot_start_leaves_the_file_to_the_one_that_runs()
    {
        await using var running = await Start();
        var kept = await System.IO.File.ReadAllTextAsync(File);

        await using var second = await Start();

        Assert.AreEqual(1, await second.End);
        Assert.AreEqual(kept, await System.IO.File.ReadAllTextAsync(File));
    }

    [TestMethod]
    public async Task Without_a_port_of_its_own_a_process_keeps_nothing_and_says_so()
    {
        await using var process = await SampleProcess.Start(
            MapHeld, null, $"--Shutdown:StateFolder={_folder.FullName}");
        process.Signal();

        CollectionAssert.Contains(await Actions(process), "STOP_STATE_OFF");
        Assert.IsEmpty(_folder.GetFileSystemInfos());
    }

    [TestMethod]
    [DataRow("/var/lib/lottery", "STATE_DIRECTORY=/var/lib/lottery:/var/lib/other XDG_STATE_HOME=/x HOME=/h")]
    [DataRow("/x/lottery", "XDG_STATE_HOME=/x HOME=/h")]
    [DataRow("/h/.local/state/lottery", "HOME=/h")]
    [DataRow(null, "PATH=/bin")]
    public void State_is_kept_where_the_system_wants_it(string? folder, string environment)
    {
        var variables = environment.Split(' ').Select(one => one.Split('='))
            .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]));

        Assert.AreEqual(folder, StopStateFile.DefaultFolder(
            new ConfigurationBuilder().AddInMemoryCollection(variables).Build()));
    }

    private Task<SampleProcess> Start(params string[] settings) => Start(_ => { }, settings);

    /// <summary>Started, and with the file in its own name, or already at its end.</summary>
    private async Task<SampleProcess> Start(Action<WebApplicationBuilder> configure, params string[] settings)
    {
        var process = await SampleProcess.Start(
            MapHeld, configure,
            [$"--Management:Port={_port}", $"--Shutdown:StateFolder={_folder.FullName}", .. settings]);
        await ApiProcess.Eventually(
            () => Task.FromResult(process.End.IsCompleted
                || (System.IO.File.Exists(File) && System.IO.File.ReadAllText(File).Contains("\"running\""))),
            () => "The process did not write its file.");
        return process;
    }

    private void MapHeld(WebApplication app) => app.MapGet("/held", async () =>
    {
        _entered.SetResult();
        await _released.Task;
    });

    private string? Kept(string name) =>
        JsonElement.Parse(System.IO.File.ReadAllText(File)).GetProperty(name).ToString();

    private static async Task<string[]> Actions(SampleProcess process) =>
        [.. (await process.Records()).Select(record => record.Text("action"))];

    private static async Task<string> Found(SampleProcess process) => (await process.Records())
        .Single(record => record.Text("action") == "PREVIOUS_STOP_UNCLEAN").GetProperty("payload").Text("outcome");

    private sealed class DyingService(Task death) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await death;
            throw new InvalidOperationException("dead");
        }
    }
}
