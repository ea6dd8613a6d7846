using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Infrastructure.Otlp;

/// <summary>A collector that takes OTLP by HTTP and by gRPC, and decodes what comes.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcFrame = 5;

    private readonly ConcurrentQueue<OtlpRequest> _requests = new();
    private readonly WebApplication _app;
    private ListenOptions _http = null!;
    private ListenOptions _grpc = null!;

    private OtlpReceiver(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listener => _http = listener);
            kestrel.Listen(IPAddress.Loopback, 0, listener =>
            {
                listener.Protocols = HttpProtocols.Http2;
                _grpc = listener;
            });
        });
        _app = builder.Build();
        _app.Run(Take);
    }

    public Uri Address => new($"http://127.0.0.1:{_http.IPEndPoint!.Port}");

    public Uri GrpcAddress => new($"http://127.0.0.1:{_grpc.IPEndPoint!.Port}");

    /// <summary>What is answered; without one everything is taken.</summary>
    public Func<OtlpRequest, HttpContext, Task>? Answer { get; set; }

    public IReadOnlyList<OtlpRequest> Requests => [.. _requests];

    public IEnumerable<OtlpLog> Logs => Requests.Where(one => one.Signal == "logs").SelectMany(one => one.Logs());

    public IEnumerable<OtlpSpan> Spans => Requests.Where(one => one.Signal == "traces").SelectMany(one => one.Spans());

    public IEnumerable<OtlpMetric> Metrics =>
        Requests.Where(one => one.Signal == "metrics").SelectMany(one => one.Metrics());

    public static async Task<OtlpReceiver> Start(int port = 0)
    {
        var receiver = new OtlpReceiver(port);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The first that fits, once it has arrived.</summary>
    public async Task<T> Find<T>(Func<OtlpReceiver, IEnumerable<T>> all, Func<T, bool> fits)
        where T : class
    {
        T? found = null;
        await ApiProcess.Eventually(
            () => Task.FromResult((found = all(this).FirstOrDefault(fits)) is not null),
            () => $"It did not arrive among {string.Join('\n', all(this))}");
        return found!;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var isGrpc = context.Request.ContentType == "application/grpc";
        var bytes = body.ToArray();
        var isPacked = isGrpc ? bytes[0] == 1 : context.Request.Headers.ContentEncoding == "gzip";
        bytes = isGrpc ? bytes[GrpcFrame..] : bytes;
        var request = new OtlpRequest(
            context.Request.Path,
            context.Request.Headers.ToDictionary(
                header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            isPacked ? Unpacked(bytes) : bytes);
        _requests.Enqueue(request);
        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (Answer is { } answer)
        {
            await answer(request, context);
        }
        else if (isGrpc)
        {
            await context.Response.Body.WriteAsync(new byte[GrpcFrame]);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
