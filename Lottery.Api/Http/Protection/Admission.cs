using Lottery.Api.Http.Failures;
using Microsoft.Extensions.Options;

namespace Lottery.Api.Http.Protection;

/// <summary>How many requests are worked on at once. Section <c>Admission</c>.</summary>
public sealed class AdmissionOptions
{
    public const string Section = "Admission";

    /// <summary>Requests in work at once. More of them would not be answered sooner, only all of them later.</summary>
    public int MaxConcurrentRequests { get; set; } = 100;
}

/// <summary>
/// Turns a request away at once when there is more work than can be done, instead of letting all of them wait. A place is
/// given back when the work has really ended, however it ended.
/// </summary>
internal sealed class Admission(RequestDelegate next, IOptions<AdmissionOptions> options, ILogger<Admission> log)
{
    private readonly int _limit = options.Value.MaxConcurrentRequests;
    private int _active;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Unmeasured>() is not null)
        {
            await next(context);
            return;
        }

        var active = Interlocked.Increment(ref _active);
        try
        {
            if (active <= _limit)
            {
                await next(context);
                return;
            }

            AdmissionLog.Rejected(log, active - 1, _limit);
            await Problems.Write(context, Problems.TooBusy);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }
}

/// <summary>Mark of an operation that takes as long as its client reads: it takes no place and has no time limit.</summary>
internal sealed record Unmeasured;

internal static class AdmissionSetup
{
    public static void AddAdmission(this WebApplicationBuilder builder) =>
        builder.Services.AddOptions<AdmissionOptions>()
            .BindConfiguration(AdmissionOptions.Section)
            .Configure<IConfiguration>((o, configuration) => o.MaxConcurrentRequests =
                configuration.GetValue<int?>("MAX_CONCURRENT_REQUESTS") ?? o.MaxConcurrentRequests)
            .Validate(
                o => o.MaxConcurrentRequests > 0,
                "Admission:MaxConcurrentRequests (MAX_CONCURRENT_REQUESTS) must be above zero.")
            .ValidateOnStart();

    /// <summary>For what takes as long as the client reads, like a download.</summary>
    public static RouteHandlerBuilder Unmeasured(this RouteHandlerBuilder operation)
    {
        operation.WithMetadata(new Unmeasured()).DisableRequestTimeout();
        return operation;
    }
}

internal static partial class AdmissionLog
{
    [LoggerMessage(EventName = "REJECT_CONCURRENCY_LIMIT", Level = LogLevel.Warning,
        Message = "A request was turned away: {activeCount} are in work")]
    public static partial void Rejected(ILogger log, int activeCount, int limit);
}
