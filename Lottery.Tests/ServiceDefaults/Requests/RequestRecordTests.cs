using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lottery.Tests.ServiceDefaults.Requests;

[TestClass]
public sealed class RequestRecordTests
{
    private static readonly string Whole = typeof(RequestRecordTests).Assembly.Location;

    [TestMethod]
    [DataRow(200, "info")]
    [DataRow(302, "info")]
    [DataRow(400, "warn")]
    [DataRow(401, "info")]
    [DataRow(403, "info")]
    [DataRow(404, "info")]
    [DataRow(409, "warn")]
    [DataRow(429, "warn")]
    [DataRow(500, "error")]
    [DataRow(503, "error")]
    public async Task The_level_says_who_has_to_look_into_it(int status, string level)
    {
        await using var process = await SampleProcess.Start(app => app.MapGet("/", () => Results.StatusCode(status)));
        await process.Http.GetAsync("/");
        process.Signal();

        Assert.AreEqual(level, (await Record(process)).GetProperty("level").GetString());
    }

    [TestMethod]
    [DataRow("/text", 4)]
    [DataRow("/json", 10)]
    [DataRow("/streamed", 300_000)]
    [DataRow("/written", 200_000)]
    [DataRow("/nothing", 0)]
    public async Task Bytes_of_an_answer_are_those_that_were_sent(string path, int bytes)
    {
        await using var process = await SampleProcess.Start(Map);
        var body = await process.Http.GetByteArrayAsync(path);
        process.Signal();

        Assert.HasCount(bytes, body);
        Assert.AreEqual(bytes, await Payload(process, "responseBytes"));
    }

    [TestMethod]
    public async Task Bytes_of_a_download_are_those_that_were_sent()
    {
        await using var process = await SampleProcess.Start(Map);
        var body = await process.Http.GetByteArrayAsync("/file");
        process.Signal();

        Assert.AreEqual(new FileInfo(Whole).Length, body.Length);
        Assert.AreEqual(body.Length, await Payload(process, "responseBytes"));
    }

    [TestMethod]
    public async Task An_answer_to_HEAD_has_no_bytes()
    {
        await using var process = await SampleProcess.Start(Map);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/head");
        (await process.Http.SendAsync(request)).EnsureSuccessStatusCode();
        process.Signal();

        Assert.AreEqual(0, await Payload(process, "responseBytes"));
    }

    [TestMethod]
    [DataRow("/read", false, 150_000)]
    [DataRow("/read", true, 150_000)]
    [DataRow("/pipe", true, 150_000)]
    [DataRow("/unread", false, 0)]
    public async Task Bytes_of_a_request_are_those_that_were_read(string path, bool chunked, int bytes)
    {
        await using var process = await SampleProcess.Start(Map);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(new byte[150_000]),
        };
        request.Headers.TransferEncodingChunked = chunked;
        (await process.Http.SendAsync(request)).EnsureSuccessStatusCode();
        process.Signal();

        Assert.AreEqual(bytes, await Payload(process, "requestBytes"));
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/text", () => "text");
        app.MapGet("/json", () => Results.Json(new { a = "é" }));
        app.MapGet("/nothing", () => Results.NoContent());
        app.MapGet("/file", () => Results.File(Whole));
        app.MapMethods("/head", ["HEAD"], () => "not sent");
        app.MapGet("/streamed", async (HttpContext context) =>
        {
            for (var part = 0; part < 3; part++)
            {
                await context.Response.Body.WriteAsync(new byte[100_000]);
                await context.Response.Body.FlushAsync();
            }
        });
        app.MapGet("/written", async (HttpContext context) =>
        {
            await context.Response.BodyWriter.WriteAsync(new byte[100_000]);
            await context.Response.WriteAsync(new string('x', 100_000), Encoding.ASCII);
        });
        app.MapPost("/read", async (HttpContext context) => await context.Request.Body.CopyToAsync(Stream.Null));
        app.MapPost("/pipe", async (HttpContext context) => await context.Request.BodyReader.CopyToAsync(Stream.Null));
        app.MapPost("/unread", () => Results.Ok());
    }

    private static async Task<long> Payload(SampleProcess process, string name) =>
        (await Record(process)).GetProperty("payload").GetProperty(name).GetInt64();

    private static async Task<JsonElement> Record(SampleProcess process) =>
        (await process.Records()).Single(record => record.GetProperty("action").GetString() == "HTTP_REQUEST");
}
