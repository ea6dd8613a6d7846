using System.Net;
using System.Net.Sockets;
using Lottery.Api.Auth;
using Lottery.Api.Http.Failures;
using Lottery.Api.Http.Queries;
using Lottery.ServiceDefaults.Requests;
using Microsoft.Extensions.Options;

namespace Lottery.Api.Http.Protection;

/// <summary>The limits that there are, and where they are met.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options, ILogger<RateLimits> log) : IDisposable
{
    public RateLimit Global { get; } = new("global", options.Value.Global, Problems.TooManyRequests, log);

    public RateLimit Auth { get; } = new("auth", options.Value.Auth, Problems.TooManyLogins, log);

    public RateLimit Sales { get; } = new("sales", options.Value.Sales, Problems.TooManySales, log);

    /// <summary>Who asks: the user once it is known, before that the address.</summary>
    public static string KeyOf(HttpContext context) =>
        context.RequestIdentity().UserId is { } user ? $"user {user}" : $"address {NetworkOf(context)}";

    /// <summary>The address; of IPv6 the network, because who has one address of it has them all.</summary>
    public static string NetworkOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "?",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } address =>
            Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        var address => address.MapToIPv4().ToString(),
    };

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
        invocation => $"{RateLimits.NetworkOf(invocation.HttpContext)} "
            + invocation.Arguments.OfType<LoginRequest>().First().Username.Trim().ToLowerInvariant());

    public static RouteHandlerBuilder LimitSales(this RouteHandlerBuilder operation) =>
        operation.Limit(limits => limits.Sales, invocation => RateLimits.KeyOf(invocation.HttpContext));

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
