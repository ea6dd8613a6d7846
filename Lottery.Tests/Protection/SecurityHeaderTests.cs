using System.Net;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Protection;

[TestClass]
public sealed class SecurityHeaderTests
{
    private static ApiHost _host = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _host = await ApiHost.Start();

    [ClassCleanup]
    public static async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    [DataRow("/auth/me", HttpStatusCode.Unauthorized)]
    [DataRow("/auth/login", HttpStatusCode.Unauthorized)]
    [DataRow("//openapi/v1.json", HttpStatusCode.OK)]
    public async Task Every_answer_tells_a_browser_to_do_nothing_with_it(string path, HttpStatusCode status)
    {
        using var anonymous = _host.Anonymous();

        var answer = await anonymous.Get(path);

        Assert.AreEqual(status, answer.Status);
        Assert.AreEqual(
            ("nosniff", "DENY", "no-referrer", "default-src 'none'; frame-ancestors 'none'", "no-store"),
            (answer.Headers["X-Content-Type-Options"], answer.Headers["X-Frame-Options"],
                answer.Headers["Referrer-Policy"], answer.Headers["Content-Security-Policy"],
                answer.Headers["Cache-Control"]));
        Assert.IsFalse(answer.Headers.ContainsKey("Server"));
        Assert.IsFalse(answer.Headers.ContainsKey("Strict-Transport-Security"));
    }

    [TestMethod]
    public async Task Who_came_by_https_is_told_to_stay_there()
    {
        using var anonymous = _host.Anonymous();

        var answer = await anonymous.Get("/auth/me", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"));

        Assert.StartsWith("max-age=31536000", answer.Headers["Strict-Transport-Security"]);
    }
}
