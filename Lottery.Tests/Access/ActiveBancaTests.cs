using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Access;

/// <summary>In which banca a request works, and that it works in none rather than in all.</summary>
[TestClass]
public sealed class ActiveBancaTests
{
    private const string Fallback = "X-Banca-Context-Fallback";

    private static World _world = null!;
    private static BancaWorld _home = null!;
    private static BancaWorld _second = null!;
    private static BancaWorld _foreign = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        (_home, _second, _foreign) = (await _world.Banca(), await _world.Banca(), await _world.Banca());
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task An_administrator_chooses_one_banca_or_sees_all()
    {
        Assert.AreEqual(3, await Seen(_world.Admin));
        Assert.AreEqual(1, await Seen(_world.Admin, _second.Id));
        (await _world.Admin.Get($"/bancas/{_home.Id}", Active(_second.Id)))
            .Refused(HttpStatusCode.NotFound, "BANCA_NOT_FOUND");
        Assert.AreEqual(_second.Id, (await _world.Admin.Get("/auth/me", Active(_second.Id))).Data.Id("activeBancaId"));
    }

    [TestMethod]
    [DataRow("0197a3c2-7f60-7b0e-9d5e-6f0f3c1f2a11")]
    [DataRow("not-an-id")]
    public async Task A_banca_that_is_not_there_filters_nothing_for_an_administrator(string asked) =>
        Assert.AreEqual(3, (await _world.Admin.Get("/bancas", ("X-Active-Banca-Id", asked)))
            .Succeeded().Json.GetProperty("meta").GetProperty("total").GetInt32());

    [TestMethod]
    public async Task An_administrator_of_several_bancas_works_in_the_one_asked_for()
    {
        var person = await AdministratorOf(_home, _second);

        Assert.AreEqual(_home.Id, await Here(person));
        Assert.AreEqual(_home.Id, await Here(person, _home.Id));
        Assert.AreEqual(_second.Id, await Here(person, _second.Id));
        Assert.AreEqual(1, await Seen(person.Client, _second.Id));
        var ventana = await person.Client.Post("/ventanas", new { name = "Ventana Dos" }, Active(_second.Id));
        Assert.AreEqual(_second.Id, ventana.Data.Id("bancaId"));
    }

    [TestMethod]
    public async Task A_banca_that_was_refused_is_told_with_the_one_that_is_used()
    {
        var person = await AdministratorOf(_home, _second);

        var answer = await person.Client.Get("/bancas", Active(_foreign.Id));

        Assert.AreEqual(_home.Id.ToString(), answer.Headers[Fallback]);
        Assert.AreEqual(_home.Id, answer.Json.Rows().Single().Id());
        Assert.IsFalse((await person.Client.Get("/bancas", Active(_second.Id))).Headers.ContainsKey(Fallback));
    }

    [TestMethod]
    public async Task A_banca_that_was_switched_off_is_no_longer_worked_in()
    {
        var closing = await _world.Banca();
        var person = await AdministratorOf(_home, closing);
        Assert.AreEqual(closing.Id, await Here(person, closing.Id));
        await _world.Host.Execute("update bancas set is_active = false where id = $1", closing.Id);

        // Done behind the product's back, which hears of it a moment later.
        await ApiProcess.Eventually(
            async () => await Here(person, closing.Id) == _home.Id, () => "It is worked in all the same.");

        await _world.Host.Execute("delete from user_bancas where banca_id = $1", closing.Id);
        await _world.Host.Execute("delete from bancas where id = $1", closing.Id);
    }

    [TestMethod]
    [TestProperty("Defect", "D-09")]
    public async Task An_administrator_of_no_banca_gets_nothing_rather_than_everything()
    {
        var person = await _home.Administrator();
        await _world.Host.Execute("delete from user_bancas where user_id = $1", person.Id);
        await ApiProcess.Eventually(
            async () => (await person.Client.Get("/auth/me")).Code == "NO_BANCA", () => "It is let in all the same.");
        var contract = await ServedContract.Of(_world.Host);

        foreach (var operation in contract.Operations.Where(o => o.Roles.Contains("BANCA")))
        {
            foreach (var headers in ((string, string)[][])[[], [Active(_home.Id)]])
            {
                (await operation.Send(person.Client, _home.Id.ToString(), "{}", headers))
                    .Refused(HttpStatusCode.Forbidden, "NO_BANCA");
            }
        }
    }

    [TestMethod]
    public async Task Who_works_at_a_ventana_stays_in_its_banca()
    {
        var ventana = await _home.Ventana();
        foreach (var person in (Person[])[await _home.Listero(ventana), await _home.Vendedor(ventana)])
        {
            Assert.AreEqual(_home.Id, await Here(person, _second.Id));
        }
    }

    private static (string, string) Active(Guid banca) => ("X-Active-Banca-Id", banca.ToString());

    private static async Task<Person> AdministratorOf(BancaWorld home, BancaWorld also)
    {
        var person = await home.Administrator();
        await _world.Host.Execute(
            "insert into user_bancas (user_id, banca_id, is_default) values ($1, $2, false)", person.Id, also.Id);
        return person;
    }

    private static async Task<Guid> Here(Person person, Guid? asked = null) =>
        (await person.Client.Get("/bancas", asked is { } id ? [Active(id)] : [])).Succeeded()
            .Json.Rows().Single().Id();

    private static async Task<int> Seen(ApiClient client, Guid? asked = null) =>
        (await client.Get("/bancas", asked is { } id ? [Active(id)] : [])).Succeeded()
            .Json.GetProperty("meta").GetProperty("total").GetInt32();
}
