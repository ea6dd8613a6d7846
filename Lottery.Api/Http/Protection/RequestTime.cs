using Lottery.Api.Http.Failures;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace Lottery.Api.Http.Protection;

/// <summary>How long one request may take. Section <c>Requests</c>.</summary>
public sealed class RequestTimeOptions
{
    public const string Section = "Requests";

    /// <summary>Longest that a request is worked on. Longer than a statement, shorter than a shutdown waits.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>
/// Ends the work of a request that takes too long: its statement is cancelled and its transaction rolled back before the
/// client is told. A commit that is on its way is not stopped; then the client gets the answer, late.
/// </summary>
internal static class RequestTime
{
    public static void AddRequestTime(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RequestTimeOptions>()
            .BindConfiguration(RequestTimeOptions.Section)
            .Validate(o => o.Timeout > TimeSpan.Zero, "Requests:Timeout must be longer than zero.")
            .ValidateOnStart();
        builder.Services.AddRequestTimeouts();
        builder.Services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<RequestTimeOptions>>((timeouts, time) =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = time.Value.Timeout,
                WriteTimeoutResponse = context => Answer(context, time.Value.Timeout),
            });
    }

    private static Task Answer(HttpContext context, TimeSpan timeout)
    {
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestTime));
        RequestTimeLog.Exceeded(log, context.Request.Path, timeout.TotalMilliseconds);
        return Problems.Write(context, Problems.TimedOut);
    }
}

internal static partial class RequestTimeLog
{
    [LoggerMessage(EventName = "REQUEST_TIMEOUT_EXCEEDED", Level = LogLevel.Warning,
        Message = "A request took too long and its work was cancelled")]
    public static partial void Exceeded(ILogger log, string path, double timeoutMs);
}
