using Lottery.Api.Auth;
using Lottery.Api.Http.Failures;
using Lottery.Api.Http.Queries;
using Lottery.Data.Users.Sessions.Lockout;
using Lottery.ServiceDefaults.Requests;
using Microsoft.Extensions.Options;

namespace Lottery.Api.Http.Protection;

/// <summary>The limits that there are, and where they are met.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options, ApiMetrics metrics, ILogger<RateLimits> log)
    : IDisposable
{
    private const string GlobalType = "global";
    private const string AuthType = "auth";
    private const string SalesType = "sales";

    /// <summary>What the limits are called, in records and figures.</summary>
    public static readonly IReadOnlyList<string> Types = [GlobalType, AuthType, SalesType];

    public RateLimit Global { get; } = new(GlobalType, options.Value.Global, Problems.TooManyRequests, metrics, log);

    public RateLimit Auth { get; } = new(AuthType, options.Value.Auth, Problems.TooManyLogins, metrics, log);

    public RateLimit Sales { get; } = new(SalesType, options.Value.Sales, Problems.TooManySales, metrics, log);

    /// <summary>Who asks: the user once it is known, before that the address.</summary>
    public static string KeyOf(HttpContext context) =>
        context.RequestIdentity().UserId is { } user ? $"user {user}" : $"address {NetworkOf(context)}";

    /// <summary>The address that asks, as addresses are counted.</summary>
    public static string NetworkOf(HttpContext context) => ClientNetwork.Of(context.Connection.RemoteIpAddress);

    public void Dispose()
    {
        Global.Dispose();
        Auth.Dispose();
        Sales.Dispose();
    }
}

internal static class RateLimiting
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>()
            .BindConfiguration(RateLimitOptions.Section)
            .Validate(o => o.IsUsable, "RateLimits: every limit must be above zero.")
            .ValidateOnStart();
        builder.Services.AddSingleton<RateLimits>();
    }

    /// <summary>After authentication, so that sellers behind one address do not use up each other's share.</summary>
    public static void UseGlobalRateLimit(this WebApplication app) => app.Use((context, next) =>
    {
        var limits = context.RequestServices.GetRequiredService<RateLimits>();
        return limits.Global.Take(context, RateLimits.KeyOf(context)) is { } refused
            ? Problems.Write(context, refused)
            : next(context);
    });

    /// <summary>Counts logins by address and username together: neither a branch nor a user is shut out by others.</summary>
    public static RouteHandlerBuilder LimitLogins(this RouteHandlerBuilder operation) => operation.Limit(
        limits => limits.Auth,
        invocation => $"{RateLimits.NetworkOf(invocation.HttpContext)} {NameIn(invocation)}");

    public static RouteHandlerBuilder LimitSales(this RouteHandlerBuilder operation) =>
        operation.Limit(limits => limits.Sales, invocation => RateLimits.KeyOf(invocation.HttpContext));

    // Counted before it is checked, so that it is cut to what a name can be: a key is kept for a while.
    private static string NameIn(EndpointFilterInvocationContext invocation)
    {
        var name = invocation.Arguments.OfType<LoginRequest>().First().Username.AsSpan().Trim();
        return name[..Math.Min(name.Length, LoginRequest.LongestUsername)].ToString().ToLowerInvariant();
    }

    private static RouteHandlerBuilder Limit(
        this RouteHandlerBuilder operation,
        Func<RateLimits, RateLimit> which,
        Func<EndpointFilterInvocationContext, string> key) =>
        operation.AddEndpointFilter(async (invocation, next) =>
        {
            var limit = which(invocation.HttpContext.RequestServices.GetRequiredService<RateLimits>());
            return limit.Take(invocation.HttpContext, key(invocation)) is { } refused
                ? new ProblemResult(refused)
                : await next(invocation);
        });
}
