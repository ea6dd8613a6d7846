using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Options;

namespace Lottery.Tests.Auth;

/// <summary>Secrets are long enough, kept nowhere in the clear and told to nobody.</summary>
[TestClass]
public sealed class SecretTests
{
    private const string ThirtyOneBytes = "0123456789012345678901234567890";

    [TestMethod]
    [DataRow("JWT_ACCESS_SECRET", "")]
    [DataRow("JWT_ACCESS_SECRET", ThirtyOneBytes)]
    [DataRow("JWT_REFRESH_SECRET", "")]
    [DataRow("JWT_REFRESH_SECRET", ThirtyOneBytes)]
    public async Task A_signing_secret_that_is_too_short_stops_the_start(string name, string secret)
    {
        var failure = await Assert.ThrowsExactlyAsync<OptionsValidationException>(
            () => ApiHost.Start("Host=nowhere", null, $"--{name}={secret}"));

        Assert.AreEqual($"{name} must be at least 32 bytes long.", failure.Failures.Single());
    }

    [TestMethod]
    public async Task A_refresh_token_is_kept_only_as_a_hash()
    {
        await using var world = await World.Create();
        using var device = await Device.LogIn(world.Host, "admin");
        var secret = Secrets.In(device.RefreshToken);

        var sessions = await world.Host.Rows(row => row.GetString(0), "select s::text from sessions s");

        Assert.HasCount(2, sessions);
        foreach (var kept in sessions)
        {
            Assert.DoesNotContain(secret, kept);
            Assert.DoesNotContain(device.RefreshToken.Split('.')[2], kept);
        }

        Assert.AreEqual(1, await world.Host.Scalar<long>(
            "select count(*) from sessions where token_hash = $1", Secrets.HashIn(device.RefreshToken)));
    }

    [TestMethod]
    [TestProperty("Defect", "D-07")]
    [TestProperty("Defect", "D-08")]
    [TestProperty("Defect", "D-66")]
    public async Task A_password_is_in_no_answer_and_no_line_of_the_trail()
    {
        await using var world = await World.Create();
        var house = await House.Furnish(world);
        (await world.Admin.Patch($"/users/{house.Listero.Id}", new { password = "otra-clave-larga" })).Succeeded();
        var hashes = await world.Host.Rows(row => row.GetString(0), "select password_hash from users");
        Assert.HasCount(4, hashes);
        string[] secrets = [World.Password, "otra-clave-larga", .. hashes];

        string[] told =
        [
            (await world.Admin.Get("/users")).Succeeded().Text,
            (await world.Admin.Get($"/users/{house.Vendedor.Id}")).Succeeded().Text,
            (await world.Admin.Get("/activity-logs?pageSize=100")).Succeeded().Text,
            .. await world.Host.Rows(row => row.GetString(0), "select a::text from activity_logs a"),
        ];

        foreach (var secret in secrets)
        {
            Assert.IsFalse(told.Any(text => text.Contains(secret, StringComparison.Ordinal)), secret);
        }
    }

    [TestMethod]
    public async Task One_password_is_never_hashed_alike()
    {
        await using var world = await World.Create();
        var banca = await world.Banca();
        var ventana = await banca.Ventana();
        await banca.Vendedor(ventana);
        await banca.Vendedor(ventana);

        Assert.AreEqual(3, await world.Host.Scalar<long>("select count(distinct password_hash) from users"));
        Assert.AreEqual(0, await world.Host.Scalar<long>(
            "select count(*) from users where password_hash like $1", $"%{World.Password}%"));
    }
}
