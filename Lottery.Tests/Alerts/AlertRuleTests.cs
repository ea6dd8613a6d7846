using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Alerts;

/// <summary>What every alert owes to whoever is woken by it. That it fires when it should is promtool's to test.</summary>
[TestClass]
public sealed partial class AlertRuleTests
{
    private static readonly string[] Severities = ["critical", "high", "medium", "low"];

    private static readonly List<Rule> Alerts = [.. RuleFile.Read().Where(rule => rule.IsAlert)];

    [TestMethod]
    public void An_alert_says_how_bad_it_is_what_it_is_about_and_its_figure()
    {
        foreach (var alert in Alerts)
        {
            CollectionAssert.Contains(Severities, alert.Fields.GetValueOrDefault("severity"), alert.Name);
            Assert.IsNotEmpty(alert.Fields.GetValueOrDefault("summary") ?? "", alert.Name);
            Assert.IsNotEmpty(alert.Fields.GetValueOrDefault("description") ?? "", alert.Name);
        }
    }

    [TestMethod]
    public void An_alert_names_a_section_that_is_there_and_every_section_has_its_alert()
    {
        var anchors = Heading().Matches(File.ReadAllText(Repository.File("docs", "operations.md").FullName))
            .Select(heading => AnchorOf(heading.Groups[1].Value)).ToList();
        var runbooks = Alerts.ToDictionary(alert => alert.Name, alert => alert.Fields.GetValueOrDefault("runbook"));

        foreach (var (name, runbook) in runbooks)
        {
            Assert.AreEqual($"docs/operations.md#{AnchorOf(name)}", runbook);
            CollectionAssert.Contains(anchors, AnchorOf(name), name);
        }

        CollectionAssert.AreEquivalent(
            anchors.Where(anchor => anchor.StartsWith("lottery", StringComparison.Ordinal)).ToList(),
            runbooks.Keys.Select(AnchorOf).ToList());
    }

    [TestMethod]
    public void An_alert_is_tested_both_ways()
    {
        var cases = Case().Matches(File.ReadAllText(RuleFile.Tests.FullName))
            .Select(one => (Name: one.Groups["name"].Value, Fires: one.Groups["none"].Value.Length == 0)).ToList();

        foreach (var alert in Alerts)
        {
            Assert.IsTrue(cases.Contains((alert.Name, true)), $"{alert.Name} is never seen firing.");
            Assert.IsTrue(cases.Contains((alert.Name, false)), $"{alert.Name} is never seen silent.");
        }

        Assert.IsEmpty(cases.Select(one => one.Name).Except(Alerts.Select(alert => alert.Name)).ToList());
    }

    // As the pages that show Markdown make them.
    private static string AnchorOf(string heading) =>
        NoWord().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^#{2,4} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();

    [GeneratedRegex(
        @"- alertname: (?<name>\w+).*\n\s+eval_time: .+\n\s+exp_alerts:(?<none> \[\])?")]
    private static partial Regex Case();
}
