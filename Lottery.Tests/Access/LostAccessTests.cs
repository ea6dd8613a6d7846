using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Access;

/// <summary>Who was let in and is no longer: every operation, as every role.</summary>
[TestClass]
public sealed class LostAccessTests
{
    private static World _world = null!;
    private static House _house = null!;
    private static ServedContract _contract = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _house = await House.Furnish(_world);
        _contract = await ServedContract.Of(_world.Host);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("ADMIN")]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    public async Task A_user_who_was_shut_out_is_let_in_nowhere(string role)
    {
        var person = await Somebody(role);
        await _world.Host.Execute("update users set is_active = false where id = $1", person.Id);

        await IsLetInNowhere(person.Client, "USER_INACTIVE");
    }

    [TestMethod]
    [DataRow("ADMIN")]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    public async Task A_session_that_was_revoked_is_let_in_nowhere(string role)
    {
        var person = await Somebody(role);
        await _world.Host.Execute(
            "update sessions set revoked_at = now(), revoked_reason = 'logout' where user_id = $1", person.Id);

        await IsLetInNowhere(person.Client, "SESSION_REVOKED");
    }

    private static async Task IsLetInNowhere(ApiClient client, string code)
    {
        // The change was made behind the product's back, which hears of it a moment later.
        await ApiProcess.Eventually(
            async () => (await client.Get("/auth/me")).Code == code, () => "It is let in all the same.");
        var before = await Checksum.Of(_world.Host);
        foreach (var operation in _contract.Operations.Where(o => !o.IsPublic))
        {
            (await operation.Send(client, _house.Vendedor.Id.ToString(), operation.HasBody ? operation.Example : ""))
                .Refused(HttpStatusCode.Unauthorized, code);
        }

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    private static async Task<Person> Somebody(string role)
    {
        switch (role)
        {
            case "BANCA":
                return await _house.Banca.Administrator();
            case "VENTANA":
                return await _house.Banca.Listero(_house.VentanaId);
            case "VENDEDOR":
                return await _house.Banca.Vendedor(_house.VentanaId);
            default:
                var person = await _house.Banca.Administrator();
                await _world.Host.Execute("delete from user_bancas where user_id = $1", person.Id);
                await _world.Host.Execute(
                    "update users set role = 'ADMIN', banca_id = null where id = $1", person.Id);
                return person;
        }
    }
}
