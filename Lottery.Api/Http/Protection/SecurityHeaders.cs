using Microsoft.Net.Http.Headers;

namespace Lottery.Api.Http.Protection;

/// <summary>What a browser may not do with an answer. Nothing here is a page, except the reader of the contract.</summary>
internal static class SecurityHeaders
{
    private const string NothingButData = "default-src 'none'; frame-ancestors 'none'";
    private const string OwnPage = "frame-ancestors 'none'; base-uri 'self'; object-src 'none'";

    private static readonly TimeSpan HttpsFor = TimeSpan.FromDays(365);

    /// <summary>Late, because an error page clears the headers set before it.</summary>
    public static void Apply(HttpContext context) => context.Response.OnStarting(static state =>
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy =
            context.Request.Path.StartsWithSegments("/scalar") ? OwnPage : NothingButData;
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = $"max-age={HttpsFor.TotalSeconds:0}; includeSubDomains";
        }

        // Answers are about somebody; an operation that hands out what is everybody's says so itself.
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        if (!headers.Vary.ToString().Contains(HeaderNames.Origin, StringComparison.OrdinalIgnoreCase))
        {
            headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        return Task.CompletedTask;
    }, context);
}
