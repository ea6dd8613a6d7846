using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.Sorteos.Automation;

/// <summary>An API and a worker on one database, with one clock.</summary>
internal sealed class AutomationWorld : IAsyncDisposable
{
    private AutomationWorld(World world, WorkerHost worker) => (World, Worker) = (world, worker);

    public World World { get; }

    public WorkerHost Worker { get; }

    public ApiClient Admin => World.Admin;

    public static async Task<AutomationWorld> Open()
    {
        var world = await World.Create(await Counter.HostOn());
        var worker = WorkerHost.On(world.Host.Database, world.Host.Clock);
        await worker.Start();
        // It hears, and has caught up; this is the last.
        await ApiProcess.Eventually(
            () => Task.FromResult(worker.Log.Of("ANNOUNCEMENTS_HEARING").Count > 0
                && worker.Log.Records.Any(record => record.Action is "DATABASE_SIZE_COMPLETE" or "DATABASE_SIZE_SKIPPED")),
            () => "The worker is not there.");
        return new AutomationWorld(world, worker);
    }

    /// <summary>What came of an automatic act that was asked for.</summary>
    public static async Task<JsonElement> Execute(ApiClient client, string path)
    {
        var answer = await client.Post($"/sorteos/{path}");
        Assert.AreEqual(HttpStatusCode.OK, answer.Status, answer.Text);
        return answer.Data;
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await World.DisposeAsync();
    }
}
