using Lottery.Api.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace Lottery.Api.Http.Protection;

/// <summary>Which browsers' pages may call the API. <c>CORS_ORIGIN</c>.</summary>
public sealed class CrossOriginOptions
{
    /// <summary>Origins parted by commas; a slash at the end does not count.</summary>
    public string Origins { get; set; } = "";

    internal IEnumerable<string> Each => Origins
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(origin => origin.TrimEnd('/'));

    internal bool IsUsable => Each.All(origin => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase));
}

/// <summary>
/// Development answers pages of any origin; Production only those listed, and lists none by default. Every answer has
/// the headers, errors too, or a page could not read what went wrong.
/// </summary>
internal static class CrossOrigin
{
    public const string Policy = "origins";

    private static readonly TimeSpan RememberedFor = TimeSpan.FromDays(1);

    public static void AddCrossOrigin(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CrossOriginOptions>()
            .Configure<IConfiguration>((o, configuration) => o.Origins = configuration["CORS_ORIGIN"] ?? o.Origins)
            .Validate(
                o => o.IsUsable || (builder.Environment.IsDevelopment() && o.Origins.Contains('*')),
                "CORS_ORIGIN must be origins like https://admin.example.com, parted by commas.")
            .ValidateOnStart();
        builder.Services.AddCors();
        builder.Services.AddOptions<CorsOptions>().Configure<IOptions<CrossOriginOptions>>((cors, origins) =>
            cors.AddPolicy(Policy, policy => Describe(policy, origins.Value, builder.Environment.IsDevelopment())));
    }

    /// <summary>The headers for an answer that is written before the middleware is reached.</summary>
    public static void Apply(HttpContext context)
    {
        var policy = context.RequestServices.GetRequiredService<IOptions<CorsOptions>>().Value.GetPolicy(Policy)!;
        var cors = context.RequestServices.GetRequiredService<ICorsService>();
        cors.ApplyResult(cors.EvaluatePolicy(context, policy), context.Response);
    }

    private static void Describe(CorsPolicyBuilder policy, CrossOriginOptions options, bool isDevelopment)
    {
        var listed = options.Each.ToHashSet(StringComparer.OrdinalIgnoreCase);
        policy
            .SetIsOriginAllowed(origin => listed.Contains(origin)
                || (isDevelopment && (listed.Count == 0 || listed.Contains("*"))))
            .AllowCredentials()
            .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
            .WithHeaders(
                "Content-Type", "Authorization", "X-Requested-With", TenantEntry.ActiveBanca, "X-Request-Id",
                "Idempotency-Key", "If-None-Match", "Range")
            .WithExposedHeaders(
                "Content-Length", "X-Request-Id", TenantEntry.Fallback, "RateLimit-Limit", "RateLimit-Remaining",
                "RateLimit-Reset", "Retry-After", "ETag", "Content-Disposition", "Location", "Server-Timing")
            .SetPreflightMaxAge(RememberedFor);
    }
}
