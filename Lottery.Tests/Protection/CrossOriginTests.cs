using System.Net;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Options;

namespace Lottery.Tests.Protection;

/// <summary>Which browsers' pages may read the answers, errors included.</summary>
[TestClass]
[TestProperty("Defect", "D-93")]
[TestProperty("Defect", "D-52")]
public sealed class CrossOriginTests
{
    private const string Ours = "https://admin.example.com";
    private const string Strange = "https://evil.example.com";

    [TestMethod]
    public async Task In_production_a_page_of_an_origin_that_is_not_listed_reads_nothing()
    {
        await using var listed = await ApiHost.Start(settings: $"--CORS_ORIGIN={Ours}/, https://other.example.com");
        await using var none = await ApiHost.Start();

        Assert.AreEqual(Ours, await AllowedBy(listed, Ours));
        Assert.IsNull(await AllowedBy(listed, Strange));
        Assert.IsNull(await AllowedBy(listed, "null"));
        Assert.IsNull(await AllowedBy(none, Ours));
    }

    [TestMethod]
    public async Task In_development_a_page_of_any_origin_reads()
    {
        await using var host = await ApiHost.Start(settings: "--environment=Development");

        Assert.AreEqual(Strange, await AllowedBy(host, Strange));
    }

    [TestMethod]
    public async Task Every_answer_says_whom_it_is_for_errors_included()
    {
        await using var host = await ApiHost.Start(
            settings: [$"--CORS_ORIGIN={Ours}", "--RateLimits:Auth=1"]);
        using var anonymous = host.Anonymous();
        (string, string)[] origin = [("Origin", Ours)];
        var login = new { username = "nadie", password = "una-clave-larga" };
        var answers = new Dictionary<HttpStatusCode, Answer>
        {
            [HttpStatusCode.Unauthorized] = await anonymous.Post("/auth/login", login, origin),
            [HttpStatusCode.TooManyRequests] = await anonymous.Post("/auth/login", login, origin),
            [HttpStatusCode.BadRequest] = await anonymous.Raw(
                HttpMethod.Post, "/auth/login", new StringContent("{", null, "application/json"), origin),
            [HttpStatusCode.UnsupportedMediaType] = await anonymous.Raw(
                HttpMethod.Post, "/auth/login", new StringContent("x", null, "text/plain"), origin),
            [HttpStatusCode.RequestEntityTooLarge] = await anonymous.Raw(
                HttpMethod.Post, "/auth/login",
                new StringContent(new string(' ', 300_000), null, "application/json"), origin),
            [HttpStatusCode.OK] = await anonymous.Get("//openapi/v1.json", origin),
        };

        foreach (var (status, answer) in answers)
        {
            Assert.AreEqual(status, answer.Status, answer.Text);
            Assert.AreEqual(Ours, answer.Headers["Access-Control-Allow-Origin"], answer.Text);
            Assert.AreEqual("true", answer.Headers["Access-Control-Allow-Credentials"]);
            Assert.Contains("Origin", answer.Headers["Vary"]);
            foreach (var header in (string[])["X-Request-Id", "X-Banca-Context-Fallback", "Retry-After", "ETag"])
            {
                Assert.Contains(header, answer.Headers["Access-Control-Expose-Headers"]);
            }
        }
    }

    [TestMethod]
    [DataRow("X-Active-Banca-Id")]
    [DataRow("X-Request-Id")]
    [DataRow("Idempotency-Key")]
    [DataRow("Authorization")]
    public async Task A_page_may_ask_with_our_headers(string header)
    {
        await using var host = await ApiHost.Start(settings: $"--CORS_ORIGIN={Ours}");
        using var anonymous = host.Anonymous();

        var answer = await anonymous.Raw(
            HttpMethod.Options, "/tickets", (HttpContent?)null, ("Origin", Ours), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", header));

        Assert.AreEqual(HttpStatusCode.NoContent, answer.Status);
        Assert.Contains(header, answer.Headers["Access-Control-Allow-Headers"]);
        Assert.AreEqual("86400", answer.Headers["Access-Control-Max-Age"]);
    }

    [TestMethod]
    [DataRow("*")]
    [DataRow("admin.example.com")]
    [DataRow("https://admin.example.com/path")]
    public async Task Production_does_not_start_with_origins_that_are_none(string origins)
    {
        var failure = await Assert.ThrowsExactlyAsync<OptionsValidationException>(
            () => ApiHost.Start("Host=nowhere", null, $"--CORS_ORIGIN={origins}"));

        Assert.Contains("CORS_ORIGIN", failure.Message);
    }

    private static async Task<string?> AllowedBy(ApiHost host, string origin)
    {
        using var anonymous = host.Anonymous();
        var answer = await anonymous.Get("/auth/me", ("Origin", origin));
        return answer.Headers.GetValueOrDefault("Access-Control-Allow-Origin");
    }
}
