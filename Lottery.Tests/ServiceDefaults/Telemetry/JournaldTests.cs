using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.ServiceDefaults.Telemetry;

/// <summary>The commands for journald of docs/log-aggregation.md, on a journal made of a real process's output.
/// </summary>
[TestClass]
public sealed partial class JournaldTests
{
    private const string JournalRemote = "/lib/systemd/systemd-journal-remote";

    [TestMethod]
    public async Task A_line_of_output_is_an_entry_of_the_journal_as_it_is()
    {
        foreach (var tool in (string[])["journalctl", JournalRemote, "jq"])
        {
            if (await Run($"command -v {tool}", "") is "")
            {
                Assert.Inconclusive($"This test needs {tool}, which is not installed here.");
            }
        }

        await using var api = await ApiProcess.StartEmpty();
        using var client = new ApiClient(api.Address, null);
        var requestId = (await client.Get("/app/version")).Headers["X-Request-Id"];
        api.Terminate();
        Assert.AreEqual(0, await api.End());
        var lines = api.Output.Split('\n');
        var folder = Directory.CreateTempSubdirectory("lottery-journal-");
        var journal = Path.Combine(folder.FullName, "api.journal");
        await Run($"{JournalRemote} --output={journal} - 2>&1", Exported(lines));

        var kept = await Run($"journalctl --file {journal} --output json --all", "");
        CollectionAssert.AreEqual(
            lines, kept.Split('\n').Select(entry => JsonElement.Parse(entry).Text("MESSAGE")).ToList());
        var commands = await Commands();
        var request = await Run($"id={requestId}; {OnFile(commands[0], journal)}", "");
        Assert.Contains("\"HTTP_REQUEST\"", request);
        Assert.AreEqual(
            lines.Count(line => line.Contains($"\"requestId\":\"{requestId}\"", StringComparison.Ordinal)),
            request.Split('\n').Length);
        Assert.AreEqual("", await Run(OnFile(commands[1], journal), ""));
        folder.Delete(recursive: true);
    }

    // What journald writes of a service's line: the text, and which unit it came from.
    private static string Exported(string[] lines)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        return string.Concat(lines.Select((line, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"""
             __REALTIME_TIMESTAMP={now + index}
             __MONOTONIC_TIMESTAMP={index + 1}
             _BOOT_ID={1:x32}
             _SYSTEMD_UNIT=lottery-api.service
             MESSAGE={line}


             """)));
    }

    private static async Task<string[]> Commands()
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs", "log-aggregation.md").FullName);
        return [.. Command().Matches(page).Select(match => match.Groups[1].Value)];
    }

    private static string OnFile(string command, string journal) =>
        command.Replace("journalctl ", $"journalctl --file {journal} ");

    private static async Task<string> Run(string command, string input)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (await output).TrimEnd('\n');
    }

    [GeneratedRegex("""^(journalctl .*)$""", RegexOptions.Multiline)]
    private static partial Regex Command();
}
