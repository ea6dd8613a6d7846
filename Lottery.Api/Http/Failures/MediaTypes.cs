using System.Text;
using Microsoft.Net.Http.Headers;

namespace Lottery.Api.Http.Failures;

/// <summary>A body is JSON or it is refused, also where no body is read.</summary>
internal static class MediaTypes
{
    public static IApplicationBuilder UseJsonBodiesOnly(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        var hasBody = request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;
        return hasBody && !(request.HasJsonContentType() && HasKnownCharset(request))
            ? Problems.Write(context, Problems.UnsupportedMediaType)
            : next(context);
    });

    // The framework's reader of JSON throws at a charset that it does not know, as at a bug.
    private static bool HasKnownCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue)
        {
            return true;
        }

        try
        {
            return Encoding.GetEncoding(type.Charset.Value!) is not null;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
