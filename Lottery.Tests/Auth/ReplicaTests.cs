using System.Net;
using Lottery.Data.Persistence;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Auth;

/// <summary>
/// Two processes on one database, both of which remember who a bearer is: what one of them changes, the other knows.
/// </summary>
[TestClass]
[TestProperty("Defect", "D-24")]
[TestProperty("Defect", "D-76")]
public sealed class ReplicaTests
{
    private static Counter _counter = null!;
    private static ApiHost _second = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _second = await _counter.SecondHost();
        await Hearing(_counter.Host);
        await Hearing(_second);
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        await _second.DisposeAsync();
        await _counter.DisposeAsync();
    }

    [TestMethod]
    [DataRow("logout", "SESSION_REVOKED")]
    [DataRow("revoke", "SESSION_REVOKED")]
    [DataRow("everywhere", "SESSION_REVOKED")]
    [DataRow("deactivate", "USER_INACTIVE")]
    [DataRow("password", "SESSION_REVOKED")]
    [DataRow("own password", "SESSION_REVOKED")]
    [DataRow("role", "SESSION_REVOKED")]
    [DataRow("move", "SESSION_REVOKED")]
    [DataRow("ventana", "USER_INACTIVE")]
    [DataRow("by hand", "USER_INACTIVE")]
    public async Task What_ends_a_session_ends_it_in_every_process(string how, string code)
    {
        var ventana = await _counter.Banca.Ventana();
        var person = await _counter.Banca.Listero(ventana);
        using var device = await Device.LogIn(_counter.Host, person.Username);
        using var there = _second.WithToken(device.AccessToken);
        (await device.Me()).Succeeded();
        (await there.Get("/auth/me")).Succeeded();

        await Do(how, person, device, ventana);

        // Here before it is answered; there as soon as it has been told.
        (await device.Me()).Refused(HttpStatusCode.Unauthorized, code);
        await Eventually(async () => (await there.Get("/auth/me")).Code == code, $"The other process still takes it: {how}");
    }

    [TestMethod]
    public async Task A_process_that_hears_does_not_ask_the_database_who_it_is()
    {
        using var device = await Device.LogIn(_counter.Host, (await _counter.Banca.Listero(_counter.VentanaId)).Username);
        using var there = _second.WithToken(device.AccessToken);
        (await there.Get("/auth/me")).Succeeded();
        // Something that no trigger tells, to see where the answer comes from.
        await _counter.Host.Execute("alter table sessions disable trigger sessions_tell");
        await _counter.Host.Execute(
            "update sessions set revoked_at = now(), revoked_reason = 'logout' where id = $1", SessionOf(device));

        var remembered = await there.Get("/auth/me");

        await _counter.Host.Execute("alter table sessions enable trigger sessions_tell");
        remembered.Succeeded();
    }

    [TestMethod]
    public async Task A_process_need_not_be_told_what_it_did_itself()
    {
        using var device = await Device.LogIn(_counter.Host, (await _counter.Banca.Listero(_counter.VentanaId)).Username);
        (await device.Me()).Succeeded();
        await _counter.Host.Execute("alter table sessions disable trigger sessions_tell");

        (await device.LogOut()).Succeeded();
        var after = await device.Me();

        await _counter.Host.Execute("alter table sessions enable trigger sessions_tell");
        after.Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
    }

    [TestMethod]
    public async Task A_process_that_hears_nothing_asks_the_database_instead()
    {
        await using var deaf = await ApiHost.Start(
            _counter.Host.Database, _counter.Host.Clock,
            "--ConnectionStrings:LotteryDirect=Host=127.0.0.1;Port=1;Database=nowhere;Username=nobody");
        using var device = await Device.LogIn(_counter.Host, (await _counter.Banca.Listero(_counter.VentanaId)).Username);
        using var there = deaf.WithToken(device.AccessToken);
        (await there.Get("/auth/me")).Succeeded();

        (await device.LogOut()).Succeeded();

        (await there.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        Assert.IsNotEmpty(deaf.Log.Of("ANNOUNCEMENTS_LOST"));
    }

    [TestMethod]
    public async Task A_process_that_lost_its_connection_hears_again()
    {
        using var device = await Device.LogIn(_counter.Host, (await _counter.Banca.Listero(_counter.VentanaId)).Username);
        using var there = _second.WithToken(device.AccessToken);
        (await there.Get("/auth/me")).Succeeded();
        await _counter.Host.Execute("""
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and application_name = 'lottery announcements'
            """);

        (await device.LogOut()).Succeeded();

        await Eventually(
            async () => (await there.Get("/auth/me")).Code == "SESSION_REVOKED", "The lost process still takes it.");
        await Hearing(_second);
    }

    private static async Task Do(string how, Person person, Device device, Guid ventana)
    {
        using var client = _counter.Host.WithToken(device.AccessToken);
        var path = $"/users/{person.Id}";
        var done = how switch
        {
            "logout" => await device.LogOut(),
            "revoke" => await client.Delete($"/auth/sessions/{SessionOf(device)}"),
            "everywhere" => await client.Post("/auth/logout/all"),
            "deactivate" => await _counter.Admin.Delete(path),
            "password" => await _counter.Admin.Patch(path, new { password = "otra-clave-larga" }),
            "own password" => await client.Put(
                "/users/me/password", new { currentPassword = World.Password, newPassword = "otra-clave-larga" }),
            "role" => await _counter.Admin.Patch(path, new { role = "VENDEDOR" }),
            "move" => await _counter.Admin.Patch(path, new { ventanaId = await _counter.Banca.Ventana() }),
            "ventana" => await _counter.Admin.Delete($"/ventanas/{ventana}"),
            _ => null,
        };
        done?.Succeeded();
        if (done is null)
        {
            await _counter.Host.Execute("update users set is_active = false where id = $1", person.Id);
            await Eventually(async () => (await device.Me()).Code is not null, "An administrator's own SQL is not heard.");
        }
    }

    private static Guid SessionOf(Device device) => Guid.Parse(
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(device.AccessToken).GetPayloadValue<string>("sid"));

    private static Task Hearing(ApiHost host)
    {
        var announcements = host.Services.GetRequiredService<Announcements>();
        return Eventually(() => Task.FromResult(announcements.IsHearing), "The process does not hear.");
    }

    private static Task Eventually(Func<Task<bool>> question, string otherwise) =>
        ApiProcess.Eventually(question, () => otherwise);
}
