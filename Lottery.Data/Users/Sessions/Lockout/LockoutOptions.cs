namespace Lottery.Data.Users.Sessions.Lockout;

/// <summary>How failed logins are answered with waiting. Section <c>Lockout</c>.</summary>
public sealed class LockoutOptions
{
    public const string Section = "Lockout";

    /// <summary>Failures of one account name before it waits.</summary>
    public int AccountFailures { get; set; } = 5;

    /// <summary>Failures from one address before it waits. Many sellers of a branch share one.</summary>
    public int AddressFailures { get; set; } = 50;

    /// <summary>The first wait; every further failure doubles it.</summary>
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Time without a failure after which earlier ones no longer count. Longer than the longest wait.</summary>
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(1);

    public bool IsUsable => AccountFailures > 0 && AddressFailures > 0 && FirstWait > TimeSpan.Zero
        && LongestWait >= FirstWait && ForgetAfter > LongestWait;
}
