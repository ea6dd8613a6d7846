using System.Net;
using System.Text.RegularExpressions;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Http;

/// <summary>The header that says how long an answer took: on every one, and no more than who asks may know.</summary>
[TestClass]
public sealed partial class ServerTimingTests
{
    private const string Header = "Server-Timing";
    private const string Ours = "https://admin.example.com";

    private World _world = null!;

    [TestInitialize]
    public async Task Start() => _world = await World.Create(await ApiHost.Start(settings: $"--CORS_ORIGIN={Ours}"));

    [TestCleanup]
    public async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Every_answer_has_it()
    {
        using var anonymous = _world.Host.Anonymous();
        using var management = new ApiClient(_world.Host.ManagementAddress, null);
        var unreadable = new StringContent("{", null, "application/json");
        var answers = new (HttpStatusCode Status, Answer Answer)[]
        {
            (HttpStatusCode.OK, await _world.Admin.Get("/bancas")),
            (HttpStatusCode.Created, await _world.Admin.Post("/bancas", new { name = "Banca Uno", code = "UNO" })),
            (HttpStatusCode.Conflict, await _world.Admin.Post("/bancas", new { name = "Banca Dos", code = "UNO" })),
            (HttpStatusCode.NotFound, await _world.Admin.Get($"/bancas/{Guid.CreateVersion7()}")),
            (HttpStatusCode.NotFound, await _world.Admin.Get("/nothing")),
            (HttpStatusCode.BadRequest, await _world.Admin.Get("/bancas?page=0")),
            (HttpStatusCode.BadRequest, await _world.Admin.Raw(HttpMethod.Post, "/bancas", unreadable)),
            (HttpStatusCode.Unauthorized, await anonymous.Get("/bancas")),
            (HttpStatusCode.Unauthorized, await anonymous.Get("/nothing")),
            (HttpStatusCode.MethodNotAllowed, await _world.Admin.Raw(HttpMethod.Trace, "/bancas", content: null)),
            (HttpStatusCode.NotFound, await anonymous.Get("/app/version")),
            (HttpStatusCode.OK, await anonymous.Get("//openapi/v1.json")),
            (HttpStatusCode.OK, await management.Get("//health/live")),
            (HttpStatusCode.OK, await management.Get("//health/ready")),
            (HttpStatusCode.NotFound, await management.Get("//nothing")),
        };

        foreach (var (status, answer) in answers)
        {
            Assert.AreEqual(status, answer.Status, answer.Text);
            Assert.MatchesRegex(Grammar(), answer.Headers[Header]);
        }
    }

    [TestMethod]
    public async Task A_package_that_is_downloaded_has_it_whole_or_in_part()
    {
        await using var folder = await AppFolder.Open();
        folder.Package(AppFolder.Usual, [1, 2, 3]);

        using var whole = await folder.Download(AppFolder.Usual);
        using var part = await folder.Download(AppFolder.Usual, ("Range", "bytes=0-1"));

        Assert.AreEqual((HttpStatusCode.OK, HttpStatusCode.PartialContent), (whole.StatusCode, part.StatusCode));
        Assert.MatchesRegex(Grammar(), whole.Headers.GetValues(Header).Single());
        Assert.MatchesRegex(Grammar(), part.Headers.GetValues(Header).Single());
    }

    [TestMethod]
    public async Task Who_is_turned_away_by_a_process_that_stops_has_it_too()
    {
        await using var api = await ApiProcess.StartEmpty(("Shutdown__RefuseFor", "00:01:00"));
        using var client = new ApiClient(api.Address, null);
        api.Terminate();
        await api.Record("SHUTDOWN_MARKED");

        var refused = await client.Get("/app/version");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.MatchesRegex(Grammar(), refused.Headers[Header]);
    }

    [TestMethod]
    public async Task A_page_of_another_origin_may_read_it()
    {
        var answer = await _world.Admin.Get("/bancas", ("Origin", Ours));

        Assert.Contains(Header, answer.Headers["Access-Control-Expose-Headers"].Split(','));
    }

    [TestMethod]
    public async Task It_tells_the_queries_of_this_request()
    {
        await _world.Admin.Get("/bancas");
        using var count = new StatementCount(_world.Host);
        var answer = await _world.Admin.Get("/bancas");

        Assert.IsGreaterThan(1, count.Statements);
        Assert.Contains($"desc=\"{count.Statements} queries\"", answer.Headers[Header]);
        var (database, total) = Durations(answer);
        Assert.IsGreaterThan(0, database);
        Assert.IsLessThanOrEqualTo(total, database);
    }

    // How the work of a refusal differs is no business of who tries names.
    [TestMethod]
    public async Task Who_is_not_logged_in_learns_only_the_time_it_took()
    {
        using var anonymous = _world.Host.Anonymous();
        var login = await anonymous.Post("/auth/login", new { username = "nadie", password = World.Password });
        var known = await anonymous.Post("/auth/login", new { username = "admin", password = World.Password });

        Assert.DoesNotContain("db;", login.Headers[Header]);
        Assert.DoesNotContain("db;", known.Succeeded().Headers[Header]);
    }

    [TestMethod]
    public async Task An_administrator_sees_what_health_waits_for()
    {
        using var management = new ApiClient(_world.Host.ManagementAddress, null);

        Assert.Contains("desc=\"1 query\"", (await management.Get("//health/ready")).Headers[Header]);
        Assert.Contains("desc=\"0 queries\"", (await management.Get("//health/live")).Headers[Header]);
    }

    private static (double Database, double Total) Durations(Answer answer)
    {
        var found = Grammar().Match(answer.Headers[Header]).Groups;
        return (Number(found["db"]), Number(found["total"]));
    }

    private static double Number(Group text) =>
        double.Parse(text.Value, System.Globalization.CultureInfo.InvariantCulture);

    // https://www.w3.org/TR/server-timing/: metrics parted by commas, each a token with parameters, strings in quotes.
    [GeneratedRegex("""^(?:db;dur=(?<db>\d+\.\d);desc="\d+ quer(?:y|ies)", )?total;dur=(?<total>\d+\.\d)$""")]
    private static partial Regex Grammar();
}
