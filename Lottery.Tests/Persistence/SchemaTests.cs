using Lottery.Data.Activity;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Persistence;

/// <summary>What the database itself sees to, whatever the code forgets.</summary>
[TestClass]
public sealed class SchemaTests
{
    private static ApiHost _host = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _host = await ApiHost.Start();

    [ClassCleanup]
    public static async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "D-60")]
    public async Task No_amount_is_a_binary_fraction()
    {
        Assert.AreEqual(0, await _host.Scalar<long>("""
            select count(*) from information_schema.columns
            where table_schema = 'public' and data_type in ('double precision', 'real', 'money')
            """));
        Assert.IsGreaterThan(5, await _host.Scalar<long>("""
            select count(*) from information_schema.columns
            where table_schema = 'public' and data_type = 'numeric' and numeric_precision = 18 and numeric_scale = 2
            """));
    }

    // The words are a domain's, which the model of the tables knows nothing of.
    [TestMethod]
    public async Task The_trail_takes_every_word_of_what_was_done_and_no_other()
    {
        foreach (var action in Enum.GetValues<ActivityType>().Select(action => Data.WireNames.Of(action)))
        {
            Assert.AreEqual(action, await _host.Scalar<string>($"select '{action}'::activity_action::text"));
        }

        var refused = await Assert.ThrowsExactlyAsync<Npgsql.PostgresException>(
            () => _host.Scalar<string>("select 'TICKET_EATEN'::activity_action::text"));
        Assert.AreEqual("activity_action_known", refused.ConstraintName);
        Assert.AreEqual("activity_action", await _host.Scalar<string>("""
            select domain_name::text from information_schema.columns
            where table_name = 'activity_logs' and column_name = 'action'
            """));
    }

    // Who works at a ventana is of that ventana's banca and of no other; a banca that is left out or differs is refused.
    [TestMethod]
    [TestProperty("Defect", "D-23")]
    public async Task Nobody_at_a_ventana_is_without_its_banca()
    {
        await using var world = await Given.World.Create();
        var (banca, other) = (await world.Banca(), await world.Banca());
        var ventana = await banca.Ventana();
        var seller = await banca.Vendedor(ventana);

        foreach (var wrong in (string[])["null", $"'{other.Id}'"])
        {
            var refused = await Assert.ThrowsExactlyAsync<Npgsql.PostgresException>(
                () => world.Host.Execute($"update users set banca_id = {wrong} where id = $1", seller.Id));
            Assert.StartsWith("23", refused.SqlState);
        }

        var made = await world.Admin.Post("/ventanas", new
        {
            bancaId = banca.Id,
            name = "Ventana con listero",
            username = "listero-nuevo",
            password = Given.World.Password,
        });
        Assert.AreEqual(1, await world.Host.Scalar<long>(
            "select count(*) from users where id = $1 and banca_id = $2",
            made.Json.GetProperty("meta").Id("userId"), banca.Id));
    }
}
