namespace Lottery.Data.Tickets;

/// <summary>How long records are kept that nobody can use any more. Section <c>ExpiredRecords</c>.</summary>
public sealed class ExpiredRecordsOptions
{
    public const string Section = "ExpiredRecords";

    public static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>Sessions, after they have expired: who was logged in where.</summary>
    public TimeSpan KeepSessionsFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Answers under a key, after they were given: a client that asks again later does it anew.</summary>
    public TimeSpan KeepAnswersFor { get; set; } = TimeSpan.FromDays(7);

    internal bool IsUsable => KeepSessionsFor >= Shortest && KeepSessionsFor <= Longest
        && KeepAnswersFor >= Shortest && KeepAnswersFor <= Longest;
}
