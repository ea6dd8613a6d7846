using Lottery.ServiceDefaults.Logging;

namespace Lottery.Tests.ServiceDefaults.Logging;

[TestClass]
public sealed class PrettyLogTests
{
    [TestMethod]
    public void In_development_a_record_is_one_line_for_a_person()
    {
        using var records = new WrittenRecords("Development");
        var log = records.Logger("Lottery.Worker.Sorteos.AutoOpenJob");
        using (log.BeginScope(new LogContext("user-1", null, "request-1")))
        {
            SampleLog.Padded(log, "a\nb\e[31m", "two words");
        }

        StringAssert.EndsWith(
            WithoutColour(records.Text()),
            """ INFO  job        PADDED The value is a·b·[31m value=a\nb\u001B[31m pad="two words" """
                + "req=request-1 user=user-1\n",
            StringComparison.Ordinal);
    }

    [TestMethod]
    public void Whatever_is_logged_leaves_one_line_a_record()
    {
        var values = AwkwardValues.All().Where(value => value is not Exception).ToList();
        using var records = new WrittenRecords("Development");
        foreach (var value in values)
        {
            SampleLog.Unmentioned(records.Logger(), value, 1);
        }

        Assert.HasCount(values.Count, records.Text().TrimEnd('\n').Split('\n'));
    }

    [TestMethod]
    public void What_went_wrong_is_on_the_line_and_where_is_below()
    {
        using var records = new WrittenRecords("Development");
        try
        {
            throw new InvalidOperationException("outer\nbroken", new TimeoutException("inner"));
        }
        catch (InvalidOperationException exception)
        {
            SampleLog.Failed(records.Logger(), exception);
        }

        var lines = WithoutColour(records.Text()).TrimEnd('\n').Split('\n');

        StringAssert.EndsWith(
            lines[0], "FAILED It failed error=System.InvalidOperationException: outer·broken <- "
                + "System.TimeoutException: inner", StringComparison.Ordinal);
        Assert.HasCount(2, lines);
        StringAssert.StartsWith(lines[1].TrimStart(), "at Lottery.Tests", StringComparison.Ordinal);
    }

    private static string WithoutColour(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, @"\e\[\d+m", "");
}
