using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Scenarios.LogAnalysis;

/// <summary>docs/log-analysis.md, command by command, on what real processes wrote.</summary>
[TestClass]
public sealed partial class LogAnalysisTests
{
    private const string InLnav = "lnav: ";

    private static BusyNight _night = null!;
    private static NightDesk _desk = null!;
    private static LogPage _page = null!;

    [ClassInitialize]
    public static async Task Live(TestContext context)
    {
        _page = LogPage.Read();
        _night = await BusyNight.Live();
        _night.Logs["older"] = [.. Older().OrderBy(record => record.Text("time"), StringComparer.Ordinal)];
        _desk = new NightDesk(_night);
    }

    [ClassCleanup]
    public static void Leave() => _desk?.Dispose();

    [TestMethod]
    public async Task Each_command_finds_in_files_what_happened()
    {
        await Require("jq");
        await Compare(_page.SetupForFiles, title => !title.EndsWith("in the journal"));
    }

    [TestMethod]
    public async Task Each_command_finds_in_the_journal_what_happened()
    {
        await Require("jq", "journalctl", "/lib/systemd/systemd-journal-remote");
        await _desk.KeepJournal(_night.Logs.Values.SelectMany(records => records));
        await Compare(_page.SetupForJournal, title => !title.EndsWith("in files"));
    }

    [TestMethod]
    public async Task Each_query_finds_in_lnav_what_happened()
    {
        await Require("lnav");
        await _desk.InstallFormat();
        var answers = new Dictionary<string, string>();
        foreach (var title in _page.Commands.Keys.Where(title => title.StartsWith(InLnav)))
        {
            answers[title] = await Answer(_page.SetupForFiles, title);
        }

        CollectionAssert.AreEquivalent(
            (string[])["lnav: slowest requests", "lnav: refusals by code", "lnav: errors"], answers.Keys);
        Assert.Contains($" {BusyNight.SlowSale}", answers["lnav: slowest requests"]);
        Assert.AreEqual(
            "payload/code count(*)\nSORTEO_NOT_FOUND 3\nTICKET_NOT_FOUND 1\nVALIDATION_FAILED 1",
            Spaces().Replace(answers["lnav: refusals by code"], " ").Replace(" \n", "\n").Trim());
        Assert.HasCount(
            1 + _night.Logs.Values.Sum(records => records.Count(record => record.Text("level") == "error")),
            answers["lnav: errors"].TrimEnd().Split('\n'));
    }

    // What must not be taken for what happened just now, or today.
    private static IEnumerable<JsonElement> Older()
    {
        var error = _night.Logs["worker-unconnected"].First(record => record.Text("level") == "error");
        var run = _night.Logs["worker"].First(record => record.Text("action") == "SORTEOS_AUTO_OPEN_COMPLETE");
        foreach (var record in (JsonElement[])[error, run])
        {
            yield return BusyNight.Moved(record, record.GetProperty("time").GetDateTimeOffset().AddHours(-2));
        }

        var request = _night.Logs["api"].First(record =>
            record.Text("action") == "HTTP_REQUEST" && record.At("userId") == _night.Seller);
        // Midnight in Costa Rica.
        var day = DateTimeOffset.Parse($"{new Answers(_night).Day}T06:00:00Z", CultureInfo.InvariantCulture);
        yield return BusyNight.Moved(request, day.AddMilliseconds(-1));
    }

    private static async Task Compare(string setup, Func<string, bool> isMeant)
    {
        var answers = new Answers(_night).ByTitle;
        CollectionAssert.AreEquivalent(
            answers.Keys, _page.Commands.Keys.Where(title => !title.StartsWith(InLnav)).ToList());
        var wrong = new List<string>();
        foreach (var (title, expected) in answers.Where(answer => isMeant(answer.Key)))
        {
            var lines = Lines(await Answer(setup, title));
            var meant = Lines(string.Join('\n', expected()));
            if (!lines.SequenceEqual(meant) || meant.Length == 0)
            {
                wrong.Add($"{title}\n- {string.Join("\n- ", meant)}\n+ {string.Join("\n+ ", lines)}");
            }
        }

        Assert.IsEmpty(wrong, string.Join("\n\n", wrong));
    }

    private static async Task<string> Answer(string setup, string title)
    {
        var answers = new Answers(_night);
        var id = title switch
        {
            "One run and all that was done in it" => answers.Run,
            "Slow queries of one request" => BusyNight.SlowSale,
            "What else went wrong in the same second" => BusyNight.SpoiltSale,
            _ => BusyNight.AskedOfBoth,
        };
        var (output, errors) = await _desk.Run(
            $"""
             {setup}
             id={id} trace={BusyNight.Trace} user={_night.Seller} day={answers.Day} ms={Answers.Slow}
             {_page.Commands[title]}
             """);
        Assert.AreEqual("", errors, title);
        return output;
    }

    // The order of what happened at the same millisecond, or equally often, is nobody's business.
    private static string[] Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Normal).Order(StringComparer.Ordinal)];

    private static string Normal(string line) =>
        line.StartsWith('[') ? JsonSerializer.Serialize(JsonElement.Parse(line)) : Spaces().Replace(line, " ").Trim();

    private static async Task Require(params string[] tools)
    {
        if (await _desk.Missing(tools) is { Length: > 0 } missing)
        {
            Assert.Inconclusive($"docs/log-analysis.md needs {string.Join(", ", missing)}, not installed here.");
        }
    }

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
