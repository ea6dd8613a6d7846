using System.Globalization;
using System.Threading.RateLimiting;
using Lottery.Api.Http.Failures;
using Lottery.ServiceDefaults.Requests;

namespace Lottery.Api.Http.Protection;

/// <summary>One limit: so many a minute for each key, counted by the framework's limiter.</summary>
internal sealed class RateLimit(string type, int permits, Problem refused, ApiMetrics metrics, ILogger log)
    : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = Window,
            QueueLimit = 0,
        }));

    /// <summary>Takes one of the key's permits and tells the client how many are left; the problem when none is.</summary>
    public Problem? Take(HttpContext context, string key)
    {
        using var lease = _limiter.AttemptAcquire(key);
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        Tell(context, _limiter.GetStatistics(key)?.CurrentAvailablePermits ?? 0, wait);
        if (lease.IsAcquired)
        {
            return null;
        }

        metrics.RateLimited(type);
        var identity = context.RequestIdentity();
        RateLimitLog.Hit(
            log, context.Connection.RemoteIpAddress?.ToString(), context.Request.Path, identity.UserId, type);
        return refused with { RetryAfter = wait };
    }

    public void Dispose() => _limiter.Dispose();

    // The strictest limit that a request met is the one worth telling: each later one overwrites.
    private void Tell(HttpContext context, long left, TimeSpan wait)
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = permits.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = left.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}

internal static partial class RateLimitLog
{
    [LoggerMessage(EventName = "RATE_LIMIT_HIT", Level = LogLevel.Warning, Message = "Asked too often: {type}")]
    public static partial void Hit(ILogger log, string? ip, string path, string? userId, string type);
}
