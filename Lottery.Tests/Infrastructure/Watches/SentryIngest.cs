using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Infrastructure.Watches;

/// <summary>Plays Sentry's endpoint for a process: takes envelopes, unpacks them and keeps what was in them.</summary>
public sealed class SentryIngest : IAsyncDisposable
{
    /// <summary>The secret half of the DSN.</summary>
    public const string Key = "5e7c1ab93d0f4b6f8a21";

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Type, JsonElement Payload)> _items = new();
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly CancellationTokenSource _end = new();
    private int _calls;

    private SentryIngest(WebApplication server)
    {
        _server = server;
        server.MapPost("/api/42/envelope/", Take);
    }

    /// <summary>What is answered: nothing at all, ever, when null.</summary>
    public int? Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>How often something was sent, answered or not.</summary>
    public int Calls => _calls;

    public string Dsn => $"http://{Key}@127.0.0.1:{new Uri(_server.Urls.Single()).Port}/42";

    public IReadOnlyList<JsonElement> Events => Of("event");

    /// <summary>The same for a process that lives inside the tests' own: a task that nobody awaited may be another
    /// test's.</summary>
    public IReadOnlyList<JsonElement> OwnEvents =>
        [.. Events.Where(one => one.Tag("action") != "UNHANDLED_REJECTION")];

    public IReadOnlyList<JsonElement> Transactions => Of("transaction");

    /// <summary>Everything that came, unpacked, to be searched for what must not be in it.</summary>
    public string Everything => string.Join('\n', _texts);

    public static async Task<SentryIngest> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var ingest = new SentryIngest(builder.Build());
        await ingest._server.StartAsync();
        return ingest;
    }

    /// <summary>The events, once there are this many.</summary>
    public async Task<IReadOnlyList<JsonElement>> Arrived(int count)
    {
        await ApiProcess.Eventually(
            () => Task.FromResult(Events.Count >= count),
            () => $"{Events.Count} of {count} events came.\n{Everything}");
        return Events;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _server.DisposeAsync();
    }

    private IReadOnlyList<JsonElement> Of(string type) =>
        [.. _items.Where(item => item.Type == type).Select(item => item.Payload)];

    private async Task Take(HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        if (Status is not { } status)
        {
            await Task.Delay(Timeout.Infinite, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        using var unpacked = new MemoryStream();
        await (context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body).CopyToAsync(unpacked);
        if (status == StatusCodes.Status200OK)
        {
            _texts.Enqueue(Encoding.UTF8.GetString(unpacked.ToArray()));
            Open(unpacked.ToArray());
        }

        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = status == StatusCodes.Status429TooManyRequests ? "60" : default;
        await context.Response.WriteAsync("{}");
    }

    // A line about the envelope; then for each item a line about it and its payload.
    private void Open(ReadOnlySpan<byte> envelope)
    {
        _ = Line(ref envelope);
        while (!envelope.IsEmpty)
        {
            var header = JsonElement.Parse(Line(ref envelope));
            var payload = header.TryGetProperty("length", out var length)
                ? envelope[..length.GetInt32()]
                : envelope[..(envelope.IndexOf((byte)'\n') is var end and >= 0 ? end : envelope.Length)];
            envelope = envelope[payload.Length..].TrimStart((byte)'\n');
            _items.Enqueue((header.Text("type"), JsonElement.Parse(payload)));
        }
    }

    private static string Line(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        rest = end < 0 ? [] : rest[(end + 1)..];
        return line;
    }
}

/// <summary>Short ways into an event.</summary>
public static class SentryReading
{
    public static string? Tag(this JsonElement sent, string name) =>
        sent.TryGetProperty("tags", out var tags) && tags.TryGetProperty(name, out var tag) ? tag.GetString() : null;

    public static string?[] Tags(this JsonElement sent, params string[] names) =>
        [.. names.Select(name => sent.Tag(name))];

    public static JsonElement Exception(this JsonElement sent) =>
        sent.GetProperty("exception").GetProperty("values").EnumerateArray().Last();

    public static IReadOnlyList<JsonElement> Steps(this JsonElement sent) =>
        sent.TryGetProperty("breadcrumbs", out var steps) ? [.. steps.EnumerateArray()] : [];

    public static string TraceId(this JsonElement sent) =>
        sent.GetProperty("contexts").GetProperty("trace").Text("trace_id");
}
