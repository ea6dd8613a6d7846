using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.ServiceDefaults.Deployment;

/// <summary>A process keeps away from what others write into the folder that it works in.</summary>
[TestClass]
public sealed class FolderTests
{
    [TestMethod]
    public async Task No_folder_is_watched_by_the_api()
    {
        await using var api = await ApiProcess.Start();

        CollectionAssert.DoesNotContain(Opened(api.Id), "anon_inode:inotify");
    }

    [TestMethod]
    public async Task No_folder_is_watched_by_the_worker()
    {
        var database = await TestPostgres.CreateDatabase();
        using var worker = WorkerProcess.Start(database);
        await worker.Until("SERVER_LISTEN");

        CollectionAssert.DoesNotContain(Opened(worker.Id), "anon_inode:inotify");
        worker.Terminate();
        Assert.AreEqual(0, await worker.End());
        await TestPostgres.DropDatabase(database);
    }

    private static string?[] Opened(int process) =>
        [.. new DirectoryInfo($"/proc/{process}/fd").EnumerateFiles().Select(file => file.LinkTarget)];
}
