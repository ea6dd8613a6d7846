using System.Diagnostics;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Scenarios;

/// <summary>The script that a newcomer runs beside <c>./dev up</c>, against a process of its own.</summary>
[TestClass]
public sealed class OneDayAtTheCounter
{
    private const string Script = "one-day-at-the-counter.sh";
    private static readonly TimeSpan LongestDay = TimeSpan.FromMinutes(4);

    [TestMethod]
    public async Task Every_status_and_every_sum_of_the_day_is_right()
    {
        await RequireTools("curl", "jq");
        await using var api = await ApiProcess.Start();

        var (code, said) = await Bash(
            Repository.File("docs", Script).FullName,
            ("LOTTERY_URL", api.Address.GetLeftPart(UriPartial.Authority)), ("LOTTERY_USERS", api.UsersFile),
            ("LOTTERY_SECONDS_TO_DRAW", "110"));
        api.Terminate();

        Assert.AreEqual(0, code, $"{said}\n\nThe API's log:\n{api.Output}");
        Assert.AreEqual(0, await api.End(), api.Output);
        Assert.IsFalse(api.Records().Any(record => record.Text("level") == "error"), api.Output);
    }

    // The script is for people who have them; the tests ask for nothing beyond the SDK.
    private static async Task RequireTools(params string[] tools)
    {
        foreach (var tool in tools)
        {
            if ((await Bash("-c", $"command -v {tool}")).Code != 0)
            {
                Assert.Inconclusive($"{Script} needs {tool}, which is not installed here.");
            }
        }
    }

    private static Task<(int Code, string Said)> Bash(
        string script, params (string Name, string Value)[] environment) => Bash([script], environment);

    private static Task<(int Code, string Said)> Bash(string option, string command) => Bash([option, command], []);

    private static async Task<(int Code, string Said)> Bash(
        string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(LongestDay);
        var (output, errors) = (
            process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await errors);
    }
}
