namespace Lottery.Api.Http.Protection;

/// <summary>
/// How often somebody may ask within a minute. Counted by each process for itself: behind a balancer a client gets at
/// most as many times these as there are processes. Section <c>RateLimits</c>.
/// </summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>All requests of a user, or of an address as long as nobody is logged in.</summary>
    public int Global { get; set; } = 100;

    /// <summary>Logins of one username from one address.</summary>
    public int Auth { get; set; } = 5;

    /// <summary>Sales of a user.</summary>
    public int Sales { get; set; } = 20;

    internal bool IsUsable => Global > 0 && Auth > 0 && Sales > 0;
}
