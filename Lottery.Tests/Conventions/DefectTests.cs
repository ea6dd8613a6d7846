using System.Reflection;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Conventions;

/// <summary>Every recorded defect of identity, tenancy and protection is guarded, or it is written down why not.</summary>
[TestClass]
public sealed partial class DefectTests
{
    private static readonly int[] Unused = [41, 42, 43, 44];

    [TestMethod]
    public async Task Every_defect_has_a_test_or_a_reason()
    {
        var tests = typeof(DefectTests).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<TestPropertyAttribute>()
                .Concat(type.GetMethods().SelectMany(method => method.GetCustomAttributes<TestPropertyAttribute>())))
            .Where(property => property.Name == "Defect")
            .Select(property => property.Value)
            .ToHashSet();
        var page = await File.ReadAllTextAsync(
            Repository.File("docs", "decisions", "0019-defects-of-the-predecessor.md").FullName);
        var reasons = Row().Matches(page).Select(row => row.Groups[1].Value).ToHashSet();
        Assert.IsNotEmpty(tests);
        Assert.IsNotEmpty(reasons);

        var open = Enumerable.Range(1, 60).Except(Unused).Select(number => $"D-{number:00}")
            .Where(number => !tests.Contains(number) && !reasons.Contains(number)).ToList();

        Assert.IsEmpty(open, string.Join(", ", open));
        Assert.IsEmpty(reasons.Intersect(tests), "A reason for what has a test.");
    }

    [GeneratedRegex(@"^\| (D-\d\d) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
