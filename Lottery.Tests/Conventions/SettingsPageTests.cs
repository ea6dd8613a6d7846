using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Lottery.Api;
using Lottery.Data;
using Lottery.ServiceDefaults;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.Conventions;

/// <summary>The table of settings says what the programs read: each one, with the default that it really has.</summary>
[TestClass]
public sealed partial class SettingsPageTests
{
    private static readonly Assembly[] Programs =
    [
        typeof(ApiServices).Assembly, typeof(LotteryDbContext).Assembly, typeof(Defaults).Assembly,
        typeof(Lottery.Worker.JobSchedule).Assembly,
    ];

    private static readonly string[] Told =
    [
        // The default is a sentence of its own.
        "Jobs__Cron", "Shutdown__StateFolder", "DatabaseDisk__Capacity",
        // Set by variables with names of their own, JWT_ACCESS_SECRET and the like.
        "Sessions__AccessSecret", "Sessions__RefreshSecret", "Sessions__PreviousAccessSecrets",
        "Sessions__PreviousRefreshSecrets",
        // Set by the programs.
        "Shutdown__AnswerRefusedRequest",
    ];

    [TestMethod]
    public void Every_setting_of_a_section_stands_there_with_its_default()
    {
        var page = Rows().ToDictionary(row => row.Name);
        var read = Settings();
        Assert.IsGreaterThan(30, read.Count);

        var wrong = read.Where(setting => !page.ContainsKey(setting.Name))
            .Select(setting => $"{setting.Name} is not there")
            .Concat(read.Where(setting => page.TryGetValue(setting.Name, out var told) && told.Default != setting.Default)
                .Select(setting => $"{setting.Name} is {setting.Default} and told as {page[setting.Name].Default}"))
            .Concat(read.Where(setting => page.TryGetValue(setting.Name, out var told)
                    && told.Unit.StartsWith("duration", StringComparison.Ordinal) != (setting.Type == typeof(TimeSpan)))
                .Select(setting => $"{setting.Name} is a {setting.Type.Name} and told as {page[setting.Name].Unit}"));

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Every_section_that_stands_there_is_read()
    {
        var sections = Programs.SelectMany(assembly => assembly.GetTypes()).Select(SectionOf).OfType<string>().ToHashSet();
        sections.UnionWith(["ConnectionStrings", "Database", "ErrorTracking", "Http", "Management"]);

        var unknown = Rows().Select(row => row.Name).Where(name => name.Contains("__", StringComparison.Ordinal)
            && !sections.Contains(name.Split("__")[0]));

        Assert.AreEqual("", string.Join(' ', unknown));
    }

    [TestMethod]
    public void Every_row_has_a_unit_a_default_and_an_example()
    {
        var rows = Rows();
        Assert.IsGreaterThan(60, rows.Count);

        Assert.AreEqual("", string.Join(' ', rows
            .Where(row => row.Unit is "" || row.Default is "" || row.Example is "").Select(row => row.Name)));
    }

    [TestMethod]
    public async Task Both_programs_start_with_every_example_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("lottery-settings-").FullName;
        var examples = Settings().Join(Rows(), setting => setting.Name, row => row.Name, (_, row) => row).Select(row =>
            // A path of an administrator's machine; the programs look whether it is there.
            (row.Name, row.Unit is "path" or "folder and name" ? Path.Combine(folder, row.Name) : row.Example)).ToArray();
        Assert.IsGreaterThan(30, examples.Length);

        await using var api = await ApiProcess.StartEmpty(examples);
        using var worker = WorkerProcess.Start(api.Database, examples);
        await worker.Until("SERVER_LISTEN");

        worker.Terminate();
        Assert.AreEqual(0, await worker.End());
        api.Terminate();
        Assert.AreEqual(0, await api.End(), api.Output);
        Directory.Delete(folder, recursive: true);
    }

    private static List<Setting> Settings() =>
    [
        .. Programs.SelectMany(assembly => assembly.GetTypes())
            .Where(type => SectionOf(type) is not null && !type.IsAbstract)
            .SelectMany(SettingsOf),
    ];

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is { IsLiteral: true } field
            ? field.GetRawConstantValue() as string
            : null;

    private static IEnumerable<Setting> SettingsOf(Type type)
    {
        var options = Activator.CreateInstance(type);
        return type.GetProperties().Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)
            .Select(property => new Setting(
                $"{SectionOf(type)}__{property.Name}", Shown(property.GetValue(options)), property.PropertyType))
            .Where(setting => !Told.Contains(setting.Name));
    }

    private static string Shown(object? value) => value switch
    {
        null => "none",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        System.Collections.IEnumerable many => string.Join(", ", many.Cast<object>()),
        _ => value.ToString()!,
    };

    private static List<SettingRow> Rows() =>
    [
        .. Row().Matches(File.ReadAllText(Repository.File("docs", "settings.md").FullName))
            .Select(row => row.Groups["cell"].Captures.Select(cell => cell.Value).ToList())
            .Select(cells => new SettingRow(Inside(cells[0]), cells[1], Inside(cells[2]), Inside(cells[3]))),
    ];

    // What stands in the first code of a cell; without any, the cell.
    private static string Inside(string cell) => Code().Match(cell) is { Success: true } code ? code.Groups[1].Value : cell;

    [GeneratedRegex(@"^\|(?= `)(?: (?<cell>[^|]*) \|){5}$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    private sealed record Setting(string Name, string Default, Type Type);

    private sealed record SettingRow(string Name, string Unit, string Default, string Example);
}
