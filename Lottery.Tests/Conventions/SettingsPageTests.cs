using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Lottery.Api;
using Lottery.Data;
using Lottery.ServiceDefaults;
using Lottery.Tests.Infrastructure;
using Lottery.Worker;

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
        var page = Rows();
        var read = Programs.SelectMany(assembly => assembly.GetTypes())
            .Where(type => SectionOf(type) is not null && !type.IsAbstract)
            .SelectMany(SettingsOf).ToList();
        Assert.IsGreaterThan(30, read.Count);

        var wrong = read.Where(setting => !page.ContainsKey(setting.Name))
            .Select(setting => $"{setting.Name} is not there")
            .Concat(read.Where(setting => page.TryGetValue(setting.Name, out var told) && told != setting.Default)
                .Select(setting => $"{setting.Name} is {setting.Default} and told as {page[setting.Name]}"));

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Every_section_that_stands_there_is_read()
    {
        var sections = Programs.SelectMany(assembly => assembly.GetTypes()).Select(SectionOf).OfType<string>().ToHashSet();
        sections.UnionWith(["ConnectionStrings", "Database", "ErrorTracking", "Http", "Management"]);

        var unknown = Rows().Keys.Where(name => name.Contains("__", StringComparison.Ordinal)
            && !sections.Contains(name.Split("__")[0]));

        Assert.AreEqual("", string.Join(' ', unknown));
    }

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is { IsLiteral: true } field
            ? field.GetRawConstantValue() as string
            : null;

    private static IEnumerable<(string Name, string Default)> SettingsOf(Type type)
    {
        var options = Activator.CreateInstance(type);
        return type.GetProperties().Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)
            .Select(property => (Name: $"{SectionOf(type)}__{property.Name}", Default: Shown(property.GetValue(options))))
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

    // A row may tell of several, parted by commas, with as many defaults.
    private static Dictionary<string, string> Rows()
    {
        var rows = new Dictionary<string, string>();
        foreach (Match row in Row().Matches(File.ReadAllText(Repository.File("README.md").FullName)))
        {
            var names = Code().Matches(row.Groups["names"].Value).Select(code => code.Groups[1].Value).ToList();
            var defaults = Code().Matches(row.Groups["default"].Value).Select(code => code.Groups[1].Value).ToList();
            for (var index = 0; index < names.Count; index++)
            {
                rows[names[index]] = defaults.Count == 0 ? row.Groups["default"].Value.Split([',', ';'])[0].Trim()
                    : defaults.Count == names.Count ? defaults[index]
                    : defaults[0];
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^\| (?<names>`[A-Z][^|]*) \| [^|]* \| (?<default>[^|]*) \|[^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
