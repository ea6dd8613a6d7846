using System.Text.RegularExpressions;

namespace Lottery.Tests.Infrastructure.Watches;

/// <summary>What no answer may tell: how the product is built.</summary>
public static partial class Leaks
{
    private static readonly string[] Internals =
    [
        "   at ", "Exception", "Npgsql", "Lottery.", "System.", "Microsoft.", "SqlState", "relation \"", "column \"",
        "activity_logs", "idempotency_records", "job_runs", "loteria_multipliers", "sorteo_results", "ticket_counters",
        "ticket_payments", "user_bancas", "password_hash",
    ];

    /// <summary>Fails the test when the body shows a type, a stack, a table or a constraint.</summary>
    public static void FailOn(Answer answer)
    {
        var told = Internals.Where(word => answer.Text.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.IsEmpty(told, $"The answer tells {string.Join(", ", told)}: {answer.Text}");
        Assert.DoesNotMatchRegex(ConstraintName(), answer.Text);
    }

    [GeneratedRegex(@"\b(pk|fk|ix|ux|ck|ak)_[a-z]")]
    private static partial Regex ConstraintName();
}
