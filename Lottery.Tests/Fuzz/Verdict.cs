using System.Text.Json;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Fuzz;

/// <summary>What every answer must be, whatever was asked.</summary>
internal sealed partial class Verdict(ServedContract contract)
{
    /// <summary>Longest that an answer may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    // Refusals of what is no operation, which the document therefore cannot tell.
    private static readonly string[] Everywhere =
        ["ROUTE_NOT_FOUND", "METHOD_NOT_ALLOWED", "UNSUPPORTED_MEDIA_TYPE", "BODY_TOO_LARGE"];

    private readonly HashSet<string> _codes =
        [.. Everywhere, .. ToldCode().Matches(contract.Text).Select(told => told.Groups[1].Value)];

    /// <summary>Fails with what is wrong about the answer.</summary>
    public void Of(Shot shot, Answer answer, TimeSpan took)
    {
        var status = (int)answer.Status;
        Assert.IsLessThan(500, status, $"{status} {answer.Text}");
        Assert.IsTrue(shot.Defect is null || status >= 400, $"{status} although it must be refused: {answer.Text}");
        Assert.IsLessThan(Longest, took, $"{status} after {took.TotalSeconds:F1} s");
        Leaks.FailOn(answer);
        if (shot.IsBeneathHttp && answer.Text.Length == 0)
        {
            Assert.IsTrue(status is 400 or 414 or 431, $"{status} for what is no HTTP");
        }
        else if (status >= 400)
        {
            IsProblem(shot, answer);
        }
    }

    private void IsProblem(Shot shot, Answer answer)
    {
        Assert.AreEqual("application/problem+json", answer.MediaType, $"{(int)answer.Status} {answer.Text}");
        if (shot.Method == "HEAD")
        {
            return;
        }

        var problem = answer.Json;
        Assert.AreEqual((int)answer.Status, problem.GetProperty("status").GetInt32(), answer.Text);
        Assert.IsFalse(problem.GetProperty("success").GetBoolean(), answer.Text);
        Assert.IsNotEmpty(problem.Text("message"), answer.Text);
        Assert.AreEqual(answer.Headers["X-Request-Id"], problem.Text("requestId"), answer.Text);
        Assert.Contains(problem.Text("code"), _codes, $"A code that nobody was told: {answer.Text}");
    }

    [GeneratedRegex("`([A-Z][A-Z0-9_]+)`")]
    private static partial Regex ToldCode();
}
