using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Conventions;

/// <summary>Files and folders that one can look through at a glance.</summary>
[TestClass]
public sealed class SizeTests
{
    private const int LongestFile = 300;
    private const int LongFile = 200;
    private const int LongestProgram = 30;
    private const int FullFolder = 12;

    private static readonly string[] Products =
        ["Lottery.Api", "Lottery.Data", "Lottery.ServiceDefaults", "Lottery.Worker"];

    [TestMethod]
    public void A_file_is_short_and_nearly_all_are_shorter()
    {
        var lengths = Sources(Products).Select(file => (file.FullName, Lines: File.ReadLines(file.FullName).Count()))
            .OrderByDescending(file => file.Lines).ToList();

        Assert.IsGreaterThan(100, lengths.Count);
        Assert.IsEmpty(lengths.Where(file => file.Lines > LongestFile).ToList());
        Assert.IsLessThanOrEqualTo(lengths.Count / 20, lengths.Count(file => file.Lines > LongFile));
    }

    [TestMethod]
    public void A_program_is_a_table_of_contents()
    {
        var programs = Sources(Products).Where(file => file.Name == "Program.cs").ToList();

        Assert.HasCount(2, programs);
        Assert.IsEmpty(programs.Where(file => File.ReadLines(file.FullName).Count() > LongestProgram).ToList());
    }

    [TestMethod]
    public void A_folder_holds_no_more_than_a_glance_takes_in()
    {
        var folders = Sources([.. Products, "Lottery.Tests"]).GroupBy(file => file.DirectoryName).ToList();

        Assert.IsGreaterThan(20, folders.Count);
        Assert.IsEmpty(folders.Where(folder => folder.Count() > FullFolder).Select(folder => folder.Key).ToList());
    }

    private static IEnumerable<FileInfo> Sources(IEnumerable<string> projects) =>
        from project in projects
        from file in Repository.File(project).EnumerateSources()
        where !file.FullName.Contains("/Migrations/", StringComparison.Ordinal)
        select file;
}

internal static class SourceFiles
{
    public static IEnumerable<FileInfo> EnumerateSources(this FileInfo folder) =>
        new DirectoryInfo(folder.FullName).EnumerateFiles("*.cs", SearchOption.AllDirectories)
            .Where(file => !file.FullName.Contains("/obj/", StringComparison.Ordinal)
                && !file.FullName.Contains("/bin/", StringComparison.Ordinal));
}
