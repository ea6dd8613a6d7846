using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Lottery.Tests.Infrastructure;

/// <summary>A client of the API: paths below <c>/api/v1</c>, JSON both ways.</summary>
public sealed class ApiClient(Uri address, string? token) : IDisposable
{
    public string? Token => token;

    private readonly HttpClient _http = new()
    {
        BaseAddress = address,
        DefaultRequestHeaders =
        {
            Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token),
        },
    };

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, null, headers);

    /// <summary>Asks until the client does not want the answer any more.</summary>
    public async Task Get(string path, CancellationToken interest)
    {
        using var response = await _http.GetAsync(new Uri($"api/v1{path}", UriKind.Relative), interest);
    }

    public Task<Answer> Post(string path, object? body = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, Json(body), headers);

    public Task<Answer> Patch(string path, object? body = null) => Send(HttpMethod.Patch, path, Json(body));

    public Task<Answer> Put(string path, object? body = null) => Send(HttpMethod.Put, path, Json(body));

    public Task<Answer> Delete(string path, object? body = null) => Send(HttpMethod.Delete, path, Json(body));

    /// <summary>Sends a body as it is, under any media type.</summary>
    public Task<Answer> Raw(HttpMethod method, string path, string body, string mediaType = "application/json") =>
        Send(method, path, new StringContent(body, Encoding.UTF8, mediaType));

    /// <summary>Sends content as it is.</summary>
    public Task<Answer> Raw(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers) =>
        Send(method, path, content, headers);

    public void Dispose() => _http.Dispose();

    private static JsonContent? Json(object? body) => body is null ? null : JsonContent.Create(body, body.GetType());

    private async Task<Answer> Send(
        HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("//", StringComparison.Ordinal)
            ? path[1..]
            : $"api/v1{path}")
        { Content = body };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return new Answer(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>What the API answered.</summary>
public sealed record Answer(
    HttpStatusCode Status, string Text, string? MediaType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => Text.Length > 0 ? JsonElement.Parse(Text) : default;

    /// <summary>The envelope's data; fails the test when the answer is not a success.</summary>
    public JsonElement Data => Succeeded().Json.GetProperty("data");

    /// <summary>The stable code of a failure; null for a success.</summary>
    public string? Code => Text.Length > 0 && Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public Answer Succeeded()
    {
        Assert.IsTrue((int)Status is >= 200 and < 300, $"Expected a success, got {(int)Status}: {Text}");
        return this;
    }

    /// <summary>Fails the test unless the answer is exactly this refusal, in the one shape of all failures.</summary>
    public Answer Refused(HttpStatusCode status, string code)
    {
        Assert.AreEqual((status, code), (Status, Code), Text);
        Assert.AreEqual("application/problem+json", MediaType, Text);
        Assert.IsFalse(Json.GetProperty("success").GetBoolean(), Text);
        Assert.IsNotEmpty(Json.GetProperty("message").GetString()!, Text);
        Assert.AreEqual(Headers["X-Request-Id"], Json.GetProperty("requestId").GetString(), Text);
        Leaks.FailOn(this);
        return this;
    }
}

/// <summary>Short ways into JSON.</summary>
public static class JsonReading
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static Guid Id(this JsonElement json, string name = "id") => json.GetProperty(name).GetGuid();

    public static decimal Money(this JsonElement json, string name) => json.GetProperty(name).GetDecimal();

    public static IReadOnlyList<JsonElement> Rows(this JsonElement json, string name = "data") =>
        [.. json.GetProperty(name).EnumerateArray()];
}
