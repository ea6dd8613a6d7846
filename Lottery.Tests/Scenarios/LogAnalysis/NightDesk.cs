using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Scenarios.LogAnalysis;

/// <summary>
/// Where an administrator sits with the logs of the night: as files under <c>.dev/logs</c> and as a journal, among what
/// else stands in such places.
/// </summary>
internal sealed class NightDesk : IDisposable
{
    private const string JournalRemote = "/lib/systemd/systemd-journal-remote";
    private const string CutOff = """{"time":"2026-01-01T00:00:00.000Z","level":"error","act""";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-desk-");

    public NightDesk(BusyNight night)
    {
        var logs = _folder.CreateSubdirectory(".dev/logs").FullName;
        foreach (var (name, records) in night.Logs)
        {
            File.WriteAllLines(Path.Combine(logs, $"{name}.log"), records.Select(record => record.GetRawText()));
        }

        File.AppendAllText(Path.Combine(logs, "worker-killed.log"), CutOff);
    }

    /// <summary>What of these is not installed here.</summary>
    public async Task<string[]> Missing(params string[] tools)
    {
        var missing = new List<string>();
        foreach (var tool in tools)
        {
            if ((await Run($"command -v {tool}")).Output.Length == 0)
            {
                missing.Add(tool);
            }
        }

        return [.. missing];
    }

    /// <summary>Makes the journal, which <c>journalctl</c> then reads in place of the machine's.</summary>
    public async Task KeepJournal(IEnumerable<JsonElement> records)
    {
        Assert.IsEmpty(await Missing(JournalRemote));
        var file = Path.Combine(_folder.FullName, "night.journal");
        var export = Path.Combine(_folder.FullName, "export");
        await File.WriteAllTextAsync(export, Export(records));
        var (output, errors) = await Run($"{JournalRemote} --output={file} - <{export} >&2 && command -v journalctl");
        var wrapper = Path.Combine(_folder.CreateSubdirectory("bin").FullName, "journalctl");
        await File.WriteAllTextAsync(wrapper, $"#!/bin/sh\nexec {output.Trim()} --file {file} \"$@\"\n");
        File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.IsNotEmpty(output, errors);
    }

    /// <summary>Teaches lnav the records as the page says.</summary>
    public async Task InstallFormat()
    {
        var said = await Run($"lnav -i {Repository.File("deploy", "lnav", "lottery.json").FullName}");
        Assert.IsNotEmpty(_folder.GetFiles("lottery*.json", SearchOption.AllDirectories), said.Errors);
        Assert.AreEqual(("", ""), await Run("lnav -C"));
    }

    /// <summary>What a command of bash says.</summary>
    public async Task<(string Output, string Errors)> Run(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = _folder.FullName, ["XDG_CONFIG_HOME"] = "", ["LC_ALL"] = "C.UTF-8" },
        };
        start.Environment["PATH"] = $"{_folder.FullName}/bin:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (await output, await errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // As journald keeps the lines of services, of systemd about them, and of others.
    private static string Export(IEnumerable<JsonElement> records)
    {
        var own = records.Select(record => (
            Time: DateTimeOffset.Parse(record.Text("time"), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
            Unit: $"_SYSTEMD_UNIT={record.Text("service")}.service",
            Line: record.GetRawText()));
        var first = own.Min(entry => entry.Time);
        var last = own.Max(entry => entry.Time);
        (long Time, string Unit, string Line)[] others =
        [
            (first, "_PID=1\n_SYSTEMD_UNIT=init.scope\nUNIT=lottery-api.service", "Started lottery-api.service."),
            (first, "_SYSTEMD_UNIT=other.service", """{"level":"error","action":"OF_ANOTHER_SERVICE"}"""),
            (last, "_SYSTEMD_UNIT=lottery-worker.service", CutOff),
        ];
        return string.Concat(own.Concat(others).OrderBy(entry => entry.Time).Select((entry, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"__REALTIME_TIMESTAMP={(entry.Time * 1000) + index}\n__MONOTONIC_TIMESTAMP={index + 1}\n"
            + $"_BOOT_ID={1:x32}\n{entry.Unit}\nMESSAGE={entry.Line}\n\n")));
    }
}
