using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Databases;
using Lottery.Tests.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Alerts;

/// <summary>
/// A real Prometheus scrapes real processes with our rules, and a real Alertmanager calls whom our configuration names.
/// Minutes become seconds; nothing else in the files is changed.
/// </summary>
[TestClass]
public sealed partial class AlertingTests
{
    private readonly ConcurrentQueue<(string Receiver, string Status, JsonElement Labels)> _calls = new();
    private readonly List<IAsyncDisposable> _running = [];
    private readonly List<DirectoryInfo> _folders = [];

    [TestCleanup]
    public async Task Stop()
    {
        foreach (var one in Enumerable.Reverse(_running))
        {
            await one.DisposeAsync();
        }

        _folders.ForEach(PrivateServer.Remove);
    }

    [TestMethod]
    public async Task A_failing_job_and_a_stopped_database_are_told_and_told_to_be_over()
    {
        var postgres = await PrivatePostgres.Create();
        _running.Add(postgres);
        var database = await postgres.CreateDatabase();
        // Jobs are caught up at the start, and this one finds no table.
        await RestrictedRole.Execute(database, "alter table number_exposures rename to elsewhere");
        var (apiPort, workerPort) = (PrivateServer.FreePort(), PrivateServer.FreePort());
        var api = await ApiProcess.StartEmpty(
            ("ConnectionStrings__Lottery", database), ("ConnectionStrings__LotteryDirect", database),
            ("Management__Port", $"{apiPort}"));
        _running.Add(api);
        using var worker = WorkerProcess.Start(database, ("Management__Port", $"{workerPort}"));
        await Watch(apiPort, workerPort);

        await IsTold("now", "firing", "LotteryJobFailed", ("exported_job", "exposure-check"));

        await postgres.Stop();
        await ApiProcess.Eventually(async () => await api.Readiness() == 503, () => api.Output);
        await IsTold("now", "firing", "LotteryDatabaseConnection", ("code", "DB_UNREACHABLE"));

        await postgres.Start();
        await ApiProcess.Eventually(async () => await api.Readiness() == 200, () => api.Output);
        await IsTold("now", "resolved", "LotteryJobFailed", ("exported_job", "exposure-check"));
        await IsTold("now", "resolved", "LotteryDatabaseConnection", ("code", "DB_UNREACHABLE"));
    }

    private async Task Watch(int apiPort, int workerPort)
    {
        var (folder, hook, alertmanagerPort) = (await Folder(), await Hook(), PrivateServer.FreePort());
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "alertmanager.yml"),
            InSeconds(Deployed("alertmanager.yml")).Replace("http://localhost:9099", hook, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "lottery.rules.yml"), InSeconds(Deployed("lottery.rules.yml")));
        var scraping = InSeconds(Deployed("prometheus.yml"))
            .Replace("localhost:5081", $"127.0.0.1:{apiPort}", StringComparison.Ordinal)
            .Replace("localhost:5082", $"127.0.0.1:{workerPort}", StringComparison.Ordinal)
            .Replace("localhost:9093", $"127.0.0.1:{alertmanagerPort}", StringComparison.Ordinal);
        // As its last lines say: without the number signs they are the way to the Alertmanager.
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "prometheus.yml"), CommentedOut().Replace(scraping, ""));
        _running.Add(await PrivateServer.Start(
            folder, "TERM", PrivateServer.Find("prometheus-alertmanager", "/usr/bin", "/usr/local/bin"),
            $"--config.file={folder.FullName}/alertmanager.yml", $"--storage.path={folder.FullName}/alerts",
            $"--web.listen-address=127.0.0.1:{alertmanagerPort}", "--cluster.listen-address="));
        _running.Add(await PrivateServer.Start(
            folder, "TERM", PrivateServer.Find("prometheus", "/usr/bin", "/usr/local/bin"),
            $"--config.file={folder.FullName}/prometheus.yml", $"--storage.tsdb.path={folder.FullName}/metrics",
            $"--web.listen-address=127.0.0.1:{PrivateServer.FreePort()}"));
    }

    private async Task<DirectoryInfo> Folder()
    {
        var folder = await PrivateServer.Folder("lottery-alerting-");
        _folders.Add(folder);
        return folder;
    }

    private async Task<string> Hook()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(Take);
        await app.StartAsync();
        _running.Add(app);
        return app.Urls.Single();
    }

    private async Task Take(HttpContext context)
    {
        using var told = await JsonDocument.ParseAsync(context.Request.Body);
        foreach (var alert in told.RootElement.GetProperty("alerts").EnumerateArray())
        {
            _calls.Enqueue((
                context.Request.Path.Value!.Trim('/'), alert.Text("status"), alert.GetProperty("labels").Clone()));
        }
    }

    private Task IsTold(string receiver, string status, string alert, (string Name, string Value) label) =>
        ApiProcess.Eventually(
            () => Task.FromResult(_calls.Any(call => call.Receiver == receiver && call.Status == status
                && call.Labels.Text("alertname") == alert
                && call.Labels.TryGetProperty(label.Name, out var value) && value.GetString() == label.Value)),
            () => $"{alert} is not told as {status} among {string.Join('\n', _calls)}");

    private static string Deployed(string file) => File.ReadAllText(Repository.File("deploy", "prometheus", file).FullName);

    // Windows, waits and intervals of minutes last 20 s, those of seconds one; a life is young for 20 s.
    private static string InSeconds(string text) =>
        YoungLife().Replace(Interval().Replace(Wait().Replace(Window().Replace(text, "[20s]"), "for: 0s"), "$1: 1s"), "< 20");

    [GeneratedRegex(@"\[\d+[mh]\]")]
    private static partial Regex Window();

    [GeneratedRegex(@"\bfor: \d+[smh]")]
    private static partial Regex Wait();

    [GeneratedRegex(@"\b(interval|scrape_interval|evaluation_interval|group_wait|group_interval): \d+[smh]")]
    private static partial Regex Interval();

    [GeneratedRegex("< (900|300)$", RegexOptions.Multiline)]
    private static partial Regex YoungLife();

    [GeneratedRegex("^# (?=alerting:|  )", RegexOptions.Multiline)]
    private static partial Regex CommentedOut();
}
