using System.Text;
using Lottery.ServiceDefaults.Logging.Sinks;
using Microsoft.Extensions.Time.Testing;

namespace Lottery.Tests.ServiceDefaults.Logging;

[TestClass]
public sealed class RollingFileTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-log-");
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [TestCleanup]
    public void Leave() => _folder.Delete(recursive: true);

    [TestMethod]
    public void A_file_that_is_long_enough_is_finished_and_the_oldest_go()
    {
        using (var file = Open(keep: 2))
        {
            for (var number = 0; number < 8; number++)
            {
                Assert.AreEqual(40_001, file.Write(Line(new string((char)('a' + number), 40_000))));
            }
        }

        var day = $"{_clock.GetUtcNow():yyyy-MM-dd}";
        CollectionAssert.AreEqual(
            (string[])[$"lottery-api.{day}.0006.log", $"lottery-api.{day}.0007.log", "lottery-api.log"], Names());
        Assert.AreEqual(new string('h', 40_000) + "\n", Read("lottery-api.log"));
        Assert.AreEqual(new string('g', 40_000) + "\n", Read($"lottery-api.{day}.0007.log"));
    }

    [TestMethod]
    public void A_day_has_its_own_file()
    {
        var day = _clock.GetUtcNow();
        using (var file = Open())
        {
            file.Write(Line("today"));
            _clock.Advance(TimeSpan.FromDays(1));
            file.Write(Line("tomorrow"));
        }

        Assert.AreEqual("today\n", Read($"lottery-api.{day:yyyy-MM-dd}.0001.log"));
        Assert.AreEqual("tomorrow\n", Read("lottery-api.log"));
    }

    [TestMethod]
    public void A_process_goes_on_where_the_one_before_it_stopped_but_not_within_a_line()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "lottery-api.log"), "whole\nhal");
        using (var file = Open())
        {
            file.Write(Line("next"));
        }

        Assert.AreEqual("whole\nnext\n", Read("lottery-api.log"));
    }

    [TestMethod]
    public void Two_processes_never_write_to_one_file()
    {
        using var first = Open();
        using var second = Open();
        first.Write(Line("first"));
        second.Write(Line("second"));

        Assert.AreEqual("first\n", Read("lottery-api.log"));
        Assert.AreEqual("second\n", Read("lottery-api-2.log"));
    }

    [TestMethod]
    public void A_file_that_was_deleted_is_made_again()
    {
        using var file = Open();
        file.Write(Line("gone"));
        File.Delete(Path.Combine(_folder.FullName, "lottery-api.log"));
        file.Write(Line("here"));

        Assert.AreEqual("here\n", Read("lottery-api.log"));
    }

    [TestMethod]
    public void Others_may_not_read_a_file()
    {
        using var file = Open();
        file.Write(Line("private"));

        var mode = File.GetUnixFileMode(Path.Combine(_folder.FullName, "lottery-api.log"));

        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, mode);
    }

    private RollingFile Open(int keep = 14) => new(
        new LogFileOptions { Path = Path.Combine(_folder.FullName, "lottery.log"), MaxSize = 65_536, Keep = keep },
        "api",
        _clock);

    private static ReadOnlyMemory<byte> Line(string text) => Encoding.UTF8.GetBytes(text + "\n");

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));

    private string[] Names() => [.. _folder.EnumerateFiles("*.log").Select(file => file.Name)
        .Where(name => name[0] != '.').Order(StringComparer.Ordinal)];
}
