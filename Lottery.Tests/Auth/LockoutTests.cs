using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Auth;

/// <summary>Who guesses passwords waits, longer each time, and learns nothing by it.</summary>
[TestClass]
[TestProperty("Defect", "D-28")]
public sealed class LockoutTests
{
    private static World _world = null!;
    private static ApiHost _second = null!;
    private static BancaWorld _banca = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        // Hours go by between the tests, and the administrator stays logged in.
        string[] settings = ["--Lockout:AddressFailures=60", "--Sessions:AccessLifetime=6.00:00:00"];
        _world = await World.Create(await ApiHost.Start(settings: settings));
        _second = await ApiHost.Start(_world.Host.Database, _world.Host.Clock, settings);
        _banca = await _world.Banca();
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        await _second.DisposeAsync();
        await _world.DisposeAsync();
    }

    // So long after, the address and every name begin anew.
    [TestInitialize]
    public void LetItPass() => _world.Host.Clock.Advance(TimeSpan.FromHours(2));

    [TestMethod]
    public async Task After_five_failures_not_even_the_right_password_is_looked_at_for_a_while()
    {
        var name = (await _banca.Vendedor(await _banca.Ventana())).Username;
        await Fail(name, 5);

        IsLocked(await LogIn(name, World.Password), 30);
        _world.Host.Clock.Advance(TimeSpan.FromSeconds(29));
        IsLocked(await LogIn(name, World.Password), 1);
        // Whichever process is asked, and however the name is written.
        IsLocked(await LogIn(name.ToUpperInvariant(), World.Password, _second), 1);
        _world.Host.Clock.Advance(TimeSpan.FromSeconds(1));

        (await LogIn(name, World.Password)).Succeeded();
        await Fail(name, 4);
        (await LogIn(name, World.Password)).Succeeded();
    }

    [TestMethod]
    public async Task Every_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour()
    {
        var name = (await _banca.Listero(await _banca.Ventana())).Username;
        await Fail(name, 4);
        foreach (var wait in (int[])[30, 60, 120, 240, 480, 900, 900])
        {
            await Fail(name, 1);
            IsLocked(await LogIn(name, World.Password), wait);
            _world.Host.Clock.Advance(TimeSpan.FromSeconds(wait));
        }
    }

    [TestMethod]
    [TestProperty("Defect", "D-27")]
    public async Task A_name_that_is_nobodys_waits_like_any_other()
    {
        var known = (await _banca.Vendedor(await _banca.Ventana())).Username;
        await Fail(known, 5);
        await Fail("nadie-de-aqui", 5);

        var (one, other) = (await LogIn(known, "otra-clave-larga"), await LogIn("nadie-de-aqui", "otra-clave-larga"));

        IsLocked(one, 30);
        IsLocked(other, 30);
        Assert.AreEqual(one.Json.Text("message"), other.Json.Text("message"));
    }

    [TestMethod]
    public async Task An_address_that_tries_many_names_waits_too_and_others_do_not()
    {
        for (var name = 0; name < 60; name++)
        {
            await Fail($"alguien{name}", 1, "203.0.113.50");
        }

        IsLocked(await LogIn("admin", World.Password, from: "203.0.113.50"), 30);
        (await LogIn("admin", World.Password, from: "203.0.113.51")).Succeeded();
        // A network of IPv6 is one address: whoever has one has all.
        for (var name = 0; name < 60; name++)
        {
            await Fail($"alguien{name}", 1, $"2001:db8::{name + 1:x}");
        }

        IsLocked(await LogIn("admin", World.Password, from: "2001:db8::ffff"), 30);
        (await LogIn("admin", World.Password, from: "2001:db8:0:1::1")).Succeeded();
    }

    [TestMethod]
    public async Task Guesses_made_at_once_are_all_counted()
    {
        var name = (await _banca.Vendedor(await _banca.Ventana())).Username;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LogIn(name, "otra-clave-larga")));

        Assert.AreEqual(HttpStatusCode.TooManyRequests, (await LogIn(name, World.Password)).Status);
        Assert.IsGreaterThanOrEqualTo(5, (int)await _world.Host.Scalar<int>(
            "select count from login_failures order by last_at desc, count desc limit 1"));
    }

    [TestMethod]
    public async Task What_is_counted_tells_no_name_and_does_not_stay_for_ever()
    {
        await Fail("mi-clave-secreta", 1);
        Assert.AreEqual(0, await _world.Host.Scalar<long>(
            "select count(*) from login_failures where encode(key, 'escape') like '%secreta%'"));
        var before = await _world.Host.Scalar<long>("select count(*) from login_failures");
        Assert.IsGreaterThan(1, before);

        _world.Host.Clock.Advance(TimeSpan.FromDays(1));
        await Fail("otro", 3);

        Assert.AreEqual(2, await _world.Host.Scalar<long>(
            "select count(*) from login_failures where last_at > $1", _world.Now - TimeSpan.FromHours(1)));
        Assert.IsLessThanOrEqualTo(Math.Max(2, before - 38), await _world.Host.Scalar<long>(
            "select count(*) from login_failures"));
    }

    private static async Task Fail(string username, int times, string? from = null)
    {
        for (var time = 0; time < times; time++)
        {
            (await LogIn(username, "otra-clave-larga", from: from))
                .Refused(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
        }
    }

    private static async Task<Answer> LogIn(
        string username, string password, ApiHost? host = null, string? from = null)
    {
        using var anonymous = (host ?? _world.Host).Anonymous();
        return await anonymous.Post(
            "/auth/login", new { username, password }, from is null ? [] : [("X-Forwarded-For", from)]);
    }

    private static void IsLocked(Answer answer, int seconds)
    {
        answer.Refused(HttpStatusCode.TooManyRequests, "TOO_MANY_ATTEMPTS");
        Assert.AreEqual($"{seconds}", answer.Headers["Retry-After"]);
    }
}
