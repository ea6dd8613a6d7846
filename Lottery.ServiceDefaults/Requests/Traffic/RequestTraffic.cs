using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lottery.ServiceDefaults.Requests.Traffic;

/// <summary>The bytes of one request's two bodies as they really pass, whatever the headers announce.</summary>
internal sealed class RequestTraffic
{
    /// <summary>Bytes of the request's body that were read.</summary>
    public long Received { get; private set; }

    /// <summary>Bytes of the answer's body that were handed to the server.</summary>
    public long Sent { get; private set; }

    public static RequestTraffic Count(HttpContext context)
    {
        var traffic = new RequestTraffic();
        var features = context.Features;
        features.Set<IHttpResponseBodyFeature>(
            new CountedAnswer(features.GetRequiredFeature<IHttpResponseBodyFeature>(), traffic));
        if (features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false)
        {
            // The server's reader of the body follows.
            context.Request.Body = new CountedStream(context.Request.Body, traffic);
        }

        return traffic;
    }

    public void Receive(long bytes) => Received += bytes;

    public void Send(long bytes) => Sent += bytes;
}
