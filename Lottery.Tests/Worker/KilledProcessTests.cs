using System.Text.Json;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Worker;

/// <summary>Who is killed cannot say so; the next one does.</summary>
[TestClass]
public sealed class KilledProcessTests
{
    private const int SigKill = 9;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-killed-");
    private readonly string _port = $"{Ports.Free()}";

    private string File => Path.Combine(_folder.FullName, $"lottery-worker-{_port}.json");

    [TestCleanup]
    public void Clear() => _folder.Delete(recursive: true);

    [TestMethod]
    public async Task A_process_that_was_killed_is_told_of_by_the_next_one_and_by_no_later_one()
    {
        int killed;
        using (var first = await Start())
        {
            killed = Kept().GetProperty("pid").GetInt32();
            first.Send(SigKill);
            await first.End();
        }

        Assert.AreEqual("running", Kept().Text("outcome"));
        using (var second = await Start())
        {
            await second.Until("PREVIOUS_STOP_UNCLEAN");
            var payload = second.Records[^1].GetProperty("payload");
            Assert.AreEqual("running", payload.Text("outcome"));
            Assert.AreEqual(killed, payload.GetProperty("pid").GetInt32());
            Assert.AreNotEqual(killed, Kept().GetProperty("pid").GetInt32());
            second.Terminate();
            Assert.AreEqual(0, await second.End());
        }

        Assert.AreEqual("clean", Kept().Text("outcome"));
        using var third = await Start();
        third.Terminate();
        Assert.AreEqual(0, await third.End());
        CollectionAssert.DoesNotContain(third.Actions(), "PREVIOUS_STOP_UNCLEAN");
    }

    /// <summary>Started, and with the file in its own name.</summary>
    private async Task<WorkerProcess> Start()
    {
        var before = System.IO.File.Exists(File) ? await System.IO.File.ReadAllTextAsync(File) : "";
        var process = WorkerProcess.Start(
            "Host=127.0.0.1;Port=1;Username=nobody;Database=nowhere",
            ("Management__Port", _port), ("Shutdown__StateFolder", _folder.FullName));
        await process.Until("SERVER_LISTEN");
        await ApiProcess.Eventually(
            () => Task.FromResult(System.IO.File.Exists(File) && System.IO.File.ReadAllText(File) != before),
            () => "The process did not write its file.");
        return process;
    }

    private JsonElement Kept() => JsonElement.Parse(System.IO.File.ReadAllText(File));
}
