using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lottery.Bench.Load;

/// <summary>Takes in what is exported by OTLP over HTTP and throws it away.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _requests;
    private long _bytes;

    private Collector(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    public long Requests => Interlocked.Read(ref _requests);

    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<Collector> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        builder.WebHost.UseUrls(address.ToString());
        var app = builder.Build();
        var collector = new Collector(app, address);
        app.Run(collector.Take);
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        var buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count)
        {
            Interlocked.Add(ref _bytes, count);
        }

        Interlocked.Increment(ref _requests);
        context.Response.ContentType = "application/x-protobuf";
    }
}
