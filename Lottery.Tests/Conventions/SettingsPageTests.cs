using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Lottery.Api;
using Lottery.Data;
using Lottery.ServiceDefaults;
using Lottery.Tests.Http;
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
        var page = File.ReadAllText(Page);
        var settings = Settings();
        Assert.IsGreaterThan(30, settings.Count);

        var wanted = settings.Aggregate(page, Written);

        if (ContractTests.IsUpdating)
        {
            File.WriteAllText(Page, wanted);
            return;
        }

        Assert.AreEqual(wanted, page, ContractTests.HowToUpdate);
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

    // Default and unit are what the class has. A setting that is new comes behind the others of its section, and lacks what
    // only somebody can say.
    private static string Written(string page, Setting setting)
    {
        var lines = page.Split('\n').ToList();
        var at = lines.FindIndex(line => line.StartsWith($"| `{setting.Name}`", StringComparison.Ordinal));
        if (at >= 0)
        {
            var cells = lines[at].Split(" | ");
            cells[1] = cells[1].StartsWith("duration", StringComparison.Ordinal) == setting.IsDuration ? cells[1] : setting.Unit;
            cells[2] = setting.Default is "none" ? "none" : $"`{setting.Default}`";
            lines[at] = string.Join(" | ", cells);
        }
        else
        {
            var last = lines.FindLastIndex(
                line => line.StartsWith($"| `{setting.Name.Split("__")[0]}__", StringComparison.Ordinal));
            lines.Insert(last < 0 ? lines.Count - 1 : last + 1, $"| `{setting.Name}` | {setting.Unit} | `{setting.Default}` |  |  |");
        }

        return string.Join('\n', lines);
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

    private static string Page => Repository.File("docs", "settings.md").FullName;

    private static List<SettingRow> Rows() =>
    [
        .. Row().Matches(File.ReadAllText(Page))
            .Select(row => row.Groups["cell"].Captures.Select(cell => cell.Value).ToList())
            .Select(cells => new SettingRow(Inside(cells[0]), cells[1], Inside(cells[2]), Inside(cells[3]))),
    ];

    // What stands in the first code of a cell; without any, the cell.
    private static string Inside(string cell) => Code().Match(cell) is { Success: true } code ? code.Groups[1].Value : cell;

    [GeneratedRegex(@"^\|(?= `)(?: (?<cell>[^|]*) \|){5}$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    private sealed record Setting(string Name, string Default, Type Type)
    {
        public bool IsDuration => Type == typeof(TimeSpan);

        public string Unit => IsDuration ? "duration" : Type == typeof(string) ? "text" : "number";
    }

    private sealed record SettingRow(string Name, string Unit, string Default, string Example);
}
