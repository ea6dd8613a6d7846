using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Conventions;

/// <summary>Which project and which feature may know which: read from the sources' own using directives.</summary>
[TestClass]
public sealed partial class DependencyTests
{
    /// <summary>The features of Lottery.Data from the innermost outward; each may know those before it.</summary>
    private static readonly string[] Features =
        ["Calendar", "Bancas", "Ventanas", "Users", "Accounts", "Loterias", "Commissions", "Restrictions", "Sorteos", "Tickets"];

    [TestMethod]
    [DataRow("Lottery.Data", new[] { "Lottery.Api", "Lottery.Worker", "Lottery.ServiceDefaults" })]
    [DataRow("Lottery.ServiceDefaults", new[] { "Lottery.Api", "Lottery.Worker", "Lottery.Data" })]
    [DataRow("Lottery.Api", new[] { "Lottery.Worker" })]
    [DataRow("Lottery.Worker", new[] { "Lottery.Api" })]
    public void A_project_knows_only_what_is_further_in(string project, string[] forbidden)
    {
        var uses = Uses(project);

        Assert.IsNotEmpty(uses);
        Assert.IsEmpty(uses.Where(use => forbidden.Any(other => Within(use.Namespace, other))).ToList());
    }

    [TestMethod]
    public void A_feature_of_the_domain_knows_only_those_further_in()
    {
        var uses = Features.SelectMany(feature => Uses(Path.Combine("Lottery.Data", feature))
            .Select(use => (Feature: feature, use.File, use.Namespace))).ToList();

        // Everybody may write to the activity log, which knows only who acts. Acting and being asked for one's ventana
        // go both ways between Bancas, Ventanas and Users.
        var wrong = uses.Where(use => Features.Skip(Array.IndexOf(Features, use.Feature) + 1)
            .Except(["Users"])
            .Any(outer => Within(use.Namespace, $"Lottery.Data.{outer}"))).ToList();

        Assert.IsNotEmpty(uses);
        Assert.IsEmpty(wrong);
    }

    [TestMethod]
    public void The_activity_log_knows_only_who_acts()
    {
        var uses = Uses(Path.Combine("Lottery.Data", "Activity"));

        Assert.IsNotEmpty(uses);
        Assert.IsEmpty(uses.Where(use => Features.Except(["Users", "Calendar"])
            .Any(feature => Within(use.Namespace, $"Lottery.Data.{feature}"))).ToList());
    }

    private static bool Within(string name, string ancestor) =>
        name == ancestor || name.StartsWith($"{ancestor}.", StringComparison.Ordinal);

    private static List<(string File, string Namespace)> Uses(string folder) =>
    [
        .. Directory.EnumerateFiles(Repository.File(folder).FullName, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Using().Matches(File.ReadAllText(file)).Select(use => (file, use.Groups[1].Value))),
    ];

    [GeneratedRegex(@"^using (?:static )?(Lottery\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
