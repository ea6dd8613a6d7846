namespace Lottery.Api.Http.Failures;

/// <summary>A body is JSON or it is refused, also where no body is read.</summary>
internal static class MediaTypes
{
    public static IApplicationBuilder UseJsonBodiesOnly(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        var hasBody = request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;
        return hasBody && !request.HasJsonContentType()
            ? Problems.Write(context, Problems.UnsupportedMediaType)
            : next(context);
    });
}
