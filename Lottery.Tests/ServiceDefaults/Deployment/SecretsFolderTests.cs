using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.ServiceDefaults.Deployment;

/// <summary>Secrets that each lie in a file, as systemd and container engines hand them over.</summary>
[TestClass]
public sealed class SecretsFolderTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-secrets-");

    [TestCleanup]
    public void CleanUp() => _folder.Delete(recursive: true);

    [TestMethod]
    [DataRow("LOTTERY_SECRETS", "")]
    [DataRow("CREDENTIALS_DIRECTORY", "lottery_")]
    public async Task A_file_is_the_setting_of_its_name_and_comes_before_the_environments(string variable, string prefix)
    {
        Write($"{prefix}JWT_ACCESS_SECRET", "access-secret-from-a-file-of-32-bytes\n");

        await using var api = await ApiProcess.StartEmpty(
            (variable, _folder.FullName), ("JWT_ACCESS_SECRET", "too-short"));

        Assert.IsNotEmpty(api.Of("SERVER_LISTEN").ToList());
    }

    [TestMethod]
    public async Task A_section_is_parted_from_its_key_by_two_underscores()
    {
        Write("Warmup__Attempts", "0");

        using var worker = WorkerProcess.Start("Host=127.0.0.1", ("LOTTERY_SECRETS", _folder.FullName));

        Assert.AreEqual(1, await worker.End());
        Assert.StartsWith("Warmup:Attempts must be from 1 to 100", await worker.Errors());
    }

    [TestMethod]
    public async Task A_folder_that_is_not_there_stops_the_start_with_a_sentence()
    {
        using var worker = WorkerProcess.Start("Host=127.0.0.1", ("LOTTERY_SECRETS", "/nowhere/at/all"));

        Assert.AreEqual(1, await worker.End());
        Assert.StartsWith("The folder of secrets, /nowhere/at/all, cannot be read: ", await worker.Errors());
        Assert.IsEmpty(worker.Actions());
    }

    private void Write(string name, string value) => File.WriteAllText(Path.Combine(_folder.FullName, name), value);
}
