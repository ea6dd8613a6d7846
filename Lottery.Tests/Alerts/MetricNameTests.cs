using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.Alerts;

/// <summary>Rules ask for what both processes, as they run in production, really show.</summary>
[TestClass]
public sealed class MetricNameTests
{
    // Given by Prometheus itself: the target, and ours under another name because the target's comes first.
    private static readonly string[] OfTheTarget = ["job", "instance", "le"];
    private const string Renamed = "exported_job";

    // Values that are shown only once they have happened; they stand in the sources.
    private static readonly string[] Happening = ["action", "code"];

    // What the runtime and the driver call theirs is known by that name to everybody's dashboards; ours has no excuse.
    private static readonly Regex OfOthers = new(
        "^(dotnet|db_client)_[a-z_]+ .* should not have \"_count\" suffix$", RegexOptions.Multiline);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-metrics-");

    [TestCleanup]
    public void Clear() => _folder.Delete(recursive: true);

    [TestMethod]
    public async Task Every_name_in_the_rules_is_shown_by_a_process()
    {
        var (api, worker) = await Pages();
        var samples = MetricsText.Parse(api).Samples.Concat(MetricsText.Parse(worker).Samples).ToLookup(one => one.Name);
        var rules = RuleFile.Read();
        var recorded = rules.Where(rule => !rule.IsAlert).Select(rule => rule.Name).ToList();
        var wrong = new List<string>();

        foreach (var rule in rules)
        {
            var selectors = Selector.In(rule.Expr);
            Assert.IsNotEmpty(selectors, rule.Name);
            foreach (var selector in selectors.Where(one => one.Metric != "up" && !recorded.Contains(one.Metric)))
            {
                wrong.AddRange(Missing(selector, [.. samples[selector.Metric]]).Select(what => $"{rule.Name}: {what}"));
            }

            var labels = selectors.SelectMany(one => samples[one.Metric]).SelectMany(one => one.Labels.Keys).ToHashSet();
            wrong.AddRange(Selector.Grouped(rule.Expr).Select(Shown)
                .Where(label => !OfTheTarget.Contains(label) && !labels.Contains(label))
                .Select(label => $"{rule.Name}: by {label}"));
        }

        Assert.IsEmpty(wrong, string.Join('\n', wrong));
        var used = rules.SelectMany(rule => Selector.In(rule.Expr)).Select(one => one.Metric).ToHashSet();
        Assert.IsEmpty(recorded.Except(used).ToList(), "Recorded for nobody.");
    }

    [TestMethod]
    public async Task Promtool_takes_both_pages()
    {
        var (api, worker) = await Pages();

        Assert.AreEqual("", await CheckMetrics(api));
        Assert.AreEqual("", await CheckMetrics(worker));
    }

    private static async Task<string> CheckMetrics(string page)
    {
        var start = new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var promtool = Process.Start(start)!;
            var said = (promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
            await promtool.StandardInput.WriteAsync(page);
            promtool.StandardInput.Close();
            await promtool.WaitForExitAsync();
            return OfOthers.Replace(await said.Item1 + await said.Item2, "").Trim();
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive("promtool is missing: the Debian package prometheus has it.");
            throw;
        }
    }

    private static IEnumerable<string> Missing(Selector selector, IReadOnlyList<MetricsText.Sample> samples)
    {
        if (samples.Count == 0)
        {
            return [selector.Metric];
        }

        return selector.Labels
            .Where(label => !OfTheTarget.Contains(label.Name) && label.Value.Length > 0)
            .Where(label => !samples.Any(one => one.Labels.ContainsKey(Shown(label.Name)))
                || (Happening.Contains(label.Name)
                    ? !Sources.Value.Contains($"\"{label.Value}\"", StringComparison.Ordinal) && !IsShown(label)
                    : !IsShown(label)))
            .Select(label => $"{selector.Metric}{{{label.Name}=\"{label.Value}\"}}");

        bool IsShown((string Name, string Value) label) => samples.Any(one =>
            one.Labels.TryGetValue(Shown(label.Name), out var value) && Regex.IsMatch(value, $"^(?:{label.Value})$"));
    }

    private static string Shown(string label) => label == Renamed ? "job" : label;

    private static readonly Lazy<string> Sources = new(() => string.Concat(
        new[] { "Lottery.Api", "Lottery.Data", "Lottery.ServiceDefaults", "Lottery.Worker" }
            .SelectMany(project => Directory.EnumerateFiles(
                Repository.File(project).FullName, "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText)));

    /// <summary>What both processes show once each has done a little of everything.</summary>
    private async Task<(string Api, string Worker)> Pages()
    {
        await using var api = await ApiProcess.Start(("Management__Port", $"{Ports.Free()}"),
            ("Shutdown__StateFolder", _folder.FullName));
        using var http = new HttpClient { BaseAddress = api.Address };
        using (await http.PostAsync(new Uri("/api/v1/tickets", UriKind.Relative), null))
        using (await http.GetAsync(new Uri("/api/v1/nowhere", UriKind.Relative)))
        {
            // Refused, which is what some alerts count.
        }

        using (var seller = await api.LogIn("VENDEDOR"))
        {
            await seller.Get("/users");
        }

        var port = Ports.Free();
        using var worker = WorkerProcess.Start(api.Database, ("Management__Port", $"{port}"),
            ("Shutdown__StateFolder", _folder.FullName), ("DatabaseDisk__Capacity", "1TB"));
        await worker.Until("SERVER_LISTEN");
        using var workerHttp = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        var page = "";
        await ApiProcess.Eventually(
            async () => (page = await workerHttp.GetStringAsync(new Uri("metrics", UriKind.Relative)))
                .Contains("lottery_database_disk_used_ratio", StringComparison.Ordinal)
                && page.Contains("lottery_job_overdue_seconds", StringComparison.Ordinal),
            () => page);
        return (await http.GetStringAsync(new Uri(api.ManagementAddress, "metrics")), page);
    }
}
