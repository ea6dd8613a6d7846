using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Fuzz;

/// <summary>Sends requests byte by byte as they were made up: no address is tidied, no header is checked.</summary>
internal sealed class FuzzClient(Uri address) : IDisposable
{
    /// <summary>Name of the header that is sent in Latin-1, which is not UTF-8.</summary>
    public const string Latin1 = "X-Latin1";

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    // Longer than the product takes for anything; a request that hangs is told, not waited for.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        RequestHeaderEncodingSelector = (name, _) => name == Latin1 ? Encoding.Latin1 : Encoding.UTF8,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>
    /// Sends once more what stumbles over the connection or a busy machine: the server closes a connection after what is
    /// no HTTP. What is the request's fault happens again.
    /// </summary>
    public async Task<(Answer Answer, TimeSpan Took)> Send(Shot shot)
    {
        try
        {
            var (answer, took) = await SendOnce(shot);
            return took < Verdict.Longest ? (answer, took) : await SendOnce(shot);
        }
        catch (HttpRequestException)
        {
            return await SendOnce(shot);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(Answer Answer, TimeSpan Took)> SendOnce(Shot shot)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(shot.Method), new Uri($"{address.GetLeftPart(UriPartial.Authority)}{shot.Target}", AsItIs));
        if (shot.Body() is { } body && shot.Method is not ("TRACE" or "HEAD"))
        {
            request.Content = shot.IsChunked ? new StreamContent(new Pipe(body)) : new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", shot.ContentType);
        }

        foreach (var (name, value) in shot.Headers)
        {
            // The client knows headers of a request from those of a body.
            _ = request.Headers.TryAddWithoutValidation(name, value)
                || request.Content?.Headers.TryAddWithoutValidation(name, value) is true;
        }

        if (shot.Authorization is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        var started = Stopwatch.GetTimestamp();
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (
            new Answer(response.StatusCode, text, response.Content.Headers.ContentType?.MediaType, Headers(response)),
            Stopwatch.GetElapsedTime(started));
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response) =>
        response.Headers.ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);

    // A stream whose length nobody knows is sent in chunks.
    private sealed class Pipe(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
