using System.Text.Json;
using Lottery.Api.Commands;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Scenarios;

[TestClass]
public sealed class DemoTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [TestMethod]
    public async Task The_demo_is_made_once_and_its_users_can_log_in()
    {
        await using var host = await ApiHost.Start();
        using var folder = new Folder();

        await Make(host.Database, folder.UsersFile);
        var first = await File.ReadAllTextAsync(folder.UsersFile);
        await Make(host.Database, folder.UsersFile);

        Assert.AreEqual(first, await File.ReadAllTextAsync(folder.UsersFile));
        Assert.AreEqual(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.UsersFile));
        var users = JsonSerializer.Deserialize<List<DemoUser>>(first, Json)!;
        Assert.HasCount(10, users);
        await LogIn(host, users[0]);
    }

    [TestMethod]
    public async Task A_users_file_of_another_database_is_written_anew()
    {
        await using var one = await ApiHost.Start();
        await using var other = await ApiHost.Start();
        using var folder = new Folder();
        await Make(one.Database, folder.UsersFile);

        await Make(other.Database, folder.UsersFile);

        var users = JsonSerializer.Deserialize<List<DemoUser>>(await File.ReadAllTextAsync(folder.UsersFile), Json)!;
        await LogIn(other, users[0]);
    }

    private static async Task LogIn(ApiHost host, DemoUser user)
    {
        using var client = host.Anonymous();
        (await client.Post("/auth/login", new { username = user.Username, password = user.Password })).Succeeded();
    }

    private static async Task Make(string database, string usersFile) =>
        Assert.AreEqual(0, await DemoCommand.Run(
            ["demo", "--users-file", usersFile, $"--ConnectionStrings:Lottery={database}"]));

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _made = Directory.CreateTempSubdirectory("lottery-demo-");

        public string UsersFile => Path.Combine(_made.FullName, "users.json");

        public void Dispose() => _made.Delete(recursive: true);
    }
}
