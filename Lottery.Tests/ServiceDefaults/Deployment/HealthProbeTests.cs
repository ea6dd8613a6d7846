using System.Diagnostics;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.ServiceDefaults.Deployment;

/// <summary>What a container asks itself with.</summary>
[TestClass]
public sealed class HealthProbeTests
{
    [TestMethod]
    [DataRow("Lottery.Api.dll")]
    [DataRow("Lottery.Worker.dll")]
    public async Task It_ends_with_0_while_the_process_is_ready_and_with_1_when_nobody_answers(string program)
    {
        string address;
        await using (var api = await ApiProcess.StartEmpty())
        {
            address = new Uri(api.ManagementAddress, "health/ready").ToString();

            var (code, output) = await Run(program, address);

            Assert.AreEqual(0, code, output);
            Assert.Contains("\"warmup\":\"ok\"", output);
        }

        Assert.AreEqual(1, (await Run(program, address)).Code);
    }

    [TestMethod]
    public async Task Any_other_answer_than_200_is_not_ready()
    {
        await using var api = await ApiProcess.StartEmpty();

        var (code, output) = await Run("Lottery.Api.dll", new Uri(api.ManagementAddress, "health/nothing").ToString());

        Assert.AreEqual(1, code, output);
    }

    [TestMethod]
    [DataRow("Lottery.Api.dll")]
    [DataRow("Lottery.Worker.dll")]
    public async Task Without_an_address_it_says_what_it_needs(string program)
    {
        var (code, output) = await Run(program);

        Assert.AreEqual(2, code);
        Assert.StartsWith("health needs the address to ask", output);
    }

    private static async Task<(int Code, string Output)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, program), "health", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
