using System.Net;
using System.Text.Json.Nodes;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Auth;

[TestClass]
public sealed class LoginTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Person _seller = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _seller = await _banca.Vendedor(await _banca.Ventana());
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "D-27")]
    [TestCategory("Smoke")]
    public async Task A_wrong_password_and_an_unknown_user_are_one_answer()
    {
        var wrong = await LogIn(_seller.Username, "otra-clave-larga");
        var unknown = await LogIn("nadie", World.Password);

        wrong.Refused(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
        Assert.AreEqual(WithoutRequestId(wrong), WithoutRequestId(unknown));
    }

    // Time is no measure on a busy machine; what is done is: as many statements, and one hash either way.
    [TestMethod]
    [TestProperty("Defect", "D-27")]
    public async Task A_wrong_password_and_an_unknown_user_cost_the_same()
    {
        await LogIn(_seller.Username, "otra-clave-larga");
        await LogIn("nadie", "otra-clave-larga");
        using var statements = new StatementCount(_world.Host);

        await LogIn(_seller.Username, "otra-clave-larga");
        var wrong = statements.Statements;
        await LogIn("nadie", "otra-clave-larga");

        Assert.IsGreaterThan(2, wrong);
        Assert.AreEqual(2 * wrong, statements.Statements);
        var passwords = _world.Host.Services.GetRequiredService<Lottery.Data.Users.Passwords>();
        var (one, other) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        var hash = await passwords.Hash("una-clave-larga", CancellationToken.None);
        for (var round = 0; round < 5; round++)
        {
            one = Min(one, await TimeOf(() => passwords.Verify(hash, "otra-clave-larga", CancellationToken.None)));
            other = Min(other, await TimeOf(() => passwords.Verify(null, "otra-clave-larga", CancellationToken.None)));
        }

        // Both hash, or one would be a hundred times faster.
        Assert.IsInRange(0.2, 5.0, one / other);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static async Task<TimeSpan> TimeOf(Func<Task> act)
    {
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        await act();
        return System.Diagnostics.Stopwatch.GetElapsedTime(since);
    }

    [TestMethod]
    public async Task The_case_of_a_username_does_not_matter() =>
        (await LogIn(_seller.Username.ToUpperInvariant(), World.Password)).Succeeded();

    [TestMethod]
    public async Task The_case_of_a_password_does() =>
        (await LogIn(_seller.Username, World.Password.ToUpperInvariant()))
            .Refused(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");

    [TestMethod]
    [DataRow("update users set is_active = false where id = $1")]
    [DataRow("update ventanas set is_active = false where id = (select ventana_id from users where id = $1)")]
    [DataRow("update bancas set is_active = false where id = (select banca_id from users where id = $1)")]
    public async Task Only_who_knows_the_password_learns_that_an_account_is_off(string switchOff)
    {
        var banca = await _world.Banca();
        var seller = await banca.Vendedor(await banca.Ventana());
        await _world.Host.Execute(switchOff, seller.Id);

        (await LogIn(seller.Username, World.Password)).Refused(HttpStatusCode.Forbidden, "USER_INACTIVE");
        (await LogIn(seller.Username, "otra-clave-larga"))
            .Refused(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
    }

    [TestMethod]
    [TestProperty("Defect", "D-65")]
    public async Task Every_attempt_of_a_user_leaves_a_line()
    {
        var seller = await _banca.Vendedor(await _banca.Ventana());
        await LogIn(seller.Username, "otra-clave-larga");

        var lines = await _world.Admin.Get($"/activity-logs?action=LOGIN&targetId={seller.Id}");

        CollectionAssert.AreEqual(
            new List<bool> { false, true },
            lines.Json.Rows().Select(line => line.GetProperty("succeeded").GetBoolean()).ToList());
    }

    [TestMethod]
    public async Task What_is_typed_instead_of_a_username_is_not_kept()
    {
        var requestId = (await LogIn("mi-clave-secreta", World.Password)).Headers["X-Request-Id"];

        var line = await _world.Host.Scalar<string>(
            "select a::text from activity_logs a where request_id = $1 and action = 'LOGIN' and not succeeded", requestId);

        Assert.DoesNotContain("mi-clave-secreta", line);
    }

    [TestMethod]
    public async Task A_login_says_where_it_came_from()
    {
        using var device = await Device.LogIn(
            _world.Host, _seller.Username, new { platform = "android", appVersion = "4.2.0" });

        var me = (await device.Me()).Data;

        Assert.AreEqual(("android", "4.2.0"), (me.Text("platform"), me.Text("appVersion")));
    }

    [TestMethod]
    [DataRow("""{"username": "admin"}""")]
    [DataRow("""{"username": "admin", "password": "corta"}""")]
    [DataRow("""{"username": "admin", "password": "una-clave-larga", "platform": "toaster"}""")]
    [DataRow("""{"username": "admin", "password": "una-clave-larga", "role": "ADMIN"}""")]
    public async Task A_login_that_is_wrong_is_refused(string body)
    {
        using var anonymous = _world.Host.Anonymous();

        (await anonymous.Raw(HttpMethod.Post, "/auth/login", body))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    private static async Task<Answer> LogIn(string username, string password)
    {
        using var anonymous = _world.Host.Anonymous();
        return await anonymous.Post("/auth/login", new { username, password });
    }

    private static string WithoutRequestId(Answer answer)
    {
        var body = JsonNode.Parse(answer.Text)!.AsObject();
        body.Remove("requestId");
        return $"{(int)answer.Status} {body.ToJsonString()}";
    }
}
