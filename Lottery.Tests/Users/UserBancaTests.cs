using System.Net;
using System.Text.Json;
using Lottery.Tests.Activity;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>The bancas of an administrator of bancas: which they are, which is home, and who says so.</summary>
[TestClass]
public sealed class UserBancaTests
{
    private static World _world = null!;
    private static BancaWorld _home = null!;
    private static BancaWorld _second = null!;

    private Person _person = null!;

    [ClassInitialize]
    public static async Task StartAll(TestContext context)
    {
        _world = await World.Create();
        (_home, _second) = (await _world.Banca(), await _world.Banca());
    }

    [ClassCleanup]
    public static async Task StopAll() => await _world.DisposeAsync();

    [TestInitialize]
    public async Task Start() => _person = await _home.Administrator();

    [TestMethod]
    public async Task Several_bancas_may_be_given_at_the_start_and_the_first_is_home()
    {
        var several = await _world.User("BANCA", new { bancaIds = new[] { _second.Id, _home.Id, _second.Id } });

        Assert.AreEqual(_second.Id, (await _world.Admin.Get($"/users/{several.Id}")).Data.Id("bancaId"));
        CollectionAssert.AreEqual(new[] { (_second.Id, true), (_home.Id, false) }, await Bancas(several.Client, several.Id));
        Assert.AreEqual(_second.Id, (await several.Client.Get("/bancas")).Json.Rows().Single().Id());
    }

    [TestMethod]
    public async Task The_list_is_bare_with_the_default_first()
    {
        (await Assign(_second.Id, isDefault: true)).Succeeded();

        var answer = (await _person.Client.Get($"/users/{_person.Id}/bancas")).Succeeded();

        Assert.AreEqual(JsonValueKind.Array, answer.Json.ValueKind);
        var first = answer.Json[0];
        Assert.AreEqual((_second.Id, _person.Id, true), (first.Id("bancaId"), first.Id("userId"), first.GetProperty("isDefault").GetBoolean()));
        Assert.AreEqual(_second.Id, first.GetProperty("banca").Id());
        Assert.IsTrue(first.GetProperty("banca").GetProperty("isActive").GetBoolean());
        Assert.AreEqual((_home.Id, false), (answer.Json[1].Id("bancaId"), answer.Json[1].GetProperty("isDefault").GetBoolean()));
        Assert.AreEqual(2, answer.Json.GetArrayLength());
    }

    [TestMethod]
    public async Task Giving_a_banca_twice_gives_it_once()
    {
        var first = await Assign(_second.Id);
        Assert.AreEqual(HttpStatusCode.Created, first.Status);
        Assert.AreEqual((_second.Id, false), (first.Json.Id("bancaId"), first.Json.GetProperty("isDefault").GetBoolean()));

        (await Assign(_second.Id)).Succeeded();

        CollectionAssert.AreEqual(
            new[] { (_home.Id, true), (_second.Id, false) }, await Bancas(_world.Admin, _person.Id));
    }

    [TestMethod]
    [TestProperty("Defect", "D-19")]
    public async Task Another_home_is_chosen_and_the_former_can_be_taken_away()
    {
        (await Assign(_second.Id)).Succeeded();

        var chosen = await _person.Client.Patch($"/users/{_person.Id}/bancas/{_second.Id}/default");
        Assert.AreEqual("Banca predeterminada actualizada exitosamente", chosen.Succeeded().Json.Text("message"));
        Assert.AreEqual(_second.Id, (await _world.Admin.Get($"/users/{_person.Id}")).Data.Id("bancaId"));

        var removed = await _world.Admin.Delete($"/users/{_person.Id}/bancas/{_home.Id}");
        Assert.AreEqual("Banca removida exitosamente", removed.Succeeded().Json.Text("message"));
        CollectionAssert.AreEqual(new[] { (_second.Id, true) }, await Bancas(_world.Admin, _person.Id));
    }

    [TestMethod]
    [TestProperty("Defect", "D-19")]
    public async Task The_home_stays()
    {
        (await _world.Admin.Delete($"/users/{_person.Id}/bancas/{_home.Id}"))
            .Refused(HttpStatusCode.BadRequest, "CANNOT_DELETE_DEFAULT");
        (await _world.Admin.Delete($"/users/{_person.Id}/bancas/{_second.Id}"))
            .Refused(HttpStatusCode.NotFound, "ASSIGNMENT_NOT_FOUND");
        (await _world.Admin.Patch($"/users/{_person.Id}/bancas/{_second.Id}/default"))
            .Refused(HttpStatusCode.NotFound, "ASSIGNMENT_NOT_FOUND");
    }

    [TestMethod]
    [TestProperty("Defect", "D-46")]
    public async Task However_many_choose_a_home_at_once_there_is_one()
    {
        var third = await _world.Banca();
        (await Assign(_second.Id)).Succeeded();
        (await Assign(third.Id)).Succeeded();
        Guid[] wanted = [_second.Id, third.Id, _home.Id];
        await using var stranger = await Stranger.Takes(
            _world.Host, "select from users where id = $1 for update", _person.Id);
        var eight = Enumerable.Range(0, 8)
            .Select(i => _person.Client.Patch($"/users/{_person.Id}/bancas/{wanted[i % 3]}/default")).ToList();
        await stranger.UntilWaiting(8);

        await stranger.Commits();

        foreach (var answer in await Task.WhenAll(eight))
        {
            answer.Succeeded();
        }

        var home = (await Bancas(_world.Admin, _person.Id)).Single(banca => banca.IsDefault).BancaId;
        Assert.AreEqual(home, (await _world.Admin.Get($"/users/{_person.Id}")).Data.Id("bancaId"));
    }

    [TestMethod]
    public async Task A_banca_that_is_taken_away_is_no_longer_worked_in_from_the_next_request_on()
    {
        (await Assign(_second.Id)).Succeeded();
        Assert.AreEqual(_second.Id, await Here());

        (await _world.Admin.Delete($"/users/{_person.Id}/bancas/{_second.Id}")).Succeeded();

        Assert.AreEqual(_home.Id, await Here());
        var answer = await _person.Client.Get("/bancas", ("X-Active-Banca-Id", _second.Id.ToString()));
        Assert.AreEqual(_home.Id.ToString(), answer.Headers["X-Banca-Context-Fallback"]);
        Assert.HasCount(1, (await _person.Client.Get("/auth/me")).Data.Rows("bancas"));
    }

    [TestMethod]
    [TestProperty("Defect", "D-15")]
    [TestProperty("Defect", "D-19")]
    public async Task A_banca_sees_and_chooses_only_for_itself()
    {
        var other = await _home.Administrator();
        var seller = await _home.Vendedor(await _home.Ventana());
        var before = await Checksum.Of(_world.Host);

        foreach (var id in (Guid[])[other.Id, seller.Id])
        {
            (await _person.Client.Get($"/users/{id}/bancas")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        (await _person.Client.Patch($"/users/{other.Id}/bancas/{_home.Id}/default"))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await _person.Client.Post($"/users/{_person.Id}/bancas", new { bancaId = _second.Id }))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task Only_an_open_banca_is_given_or_chosen_and_only_to_who_heads_one()
    {
        var seller = await _home.Vendedor(await _home.Ventana());
        (await _world.Admin.Post($"/users/{seller.Id}/bancas", new { bancaId = _second.Id }))
            .Refused(HttpStatusCode.BadRequest, "INVALID_USER_ROLE");
        (await Assign(Guid.CreateVersion7())).Refused(HttpStatusCode.NotFound, "BANCA_NOT_FOUND");
        var closing = await _world.Banca();
        (await Assign(closing.Id)).Succeeded();
        (await _world.Admin.Delete($"/bancas/{closing.Id}")).Succeeded();

        (await Assign(closing.Id)).Refused(HttpStatusCode.Conflict, "BANCA_INACTIVE");
        (await _person.Client.Patch($"/users/{_person.Id}/bancas/{closing.Id}/default"))
            .Refused(HttpStatusCode.Conflict, "BANCA_INACTIVE");
    }

    [TestMethod]
    [TestProperty("Defect", "D-67")]
    public async Task Every_change_of_them_leaves_a_line()
    {
        var path = $"/users/{_person.Id}/bancas";
        Answer[] answers =
        [
            await Assign(_second.Id),
            await _person.Client.Patch($"{path}/{_second.Id}/default"),
            await _world.Admin.Delete($"{path}/{_home.Id}"),
        ];

        Guid[] about = [_second.Id, _second.Id, _home.Id];
        for (var i = 0; i < answers.Length; i++)
        {
            var line = await _world.Host.LineOf(answers[i]);
            Assert.AreEqual(("USER_UPDATE", _person.Id.ToString()), (line.Action, line.TargetId));
            Assert.AreEqual(about[i], line.Details.Id("bancaId"));
        }
    }

    private Task<Answer> Assign(Guid bancaId, bool? isDefault = null) =>
        _world.Admin.Post($"/users/{_person.Id}/bancas", new { bancaId, isDefault });

    private async Task<Guid> Here() =>
        (await _person.Client.Get("/bancas", ("X-Active-Banca-Id", _second.Id.ToString()))).Json.Rows().Single().Id();

    private static async Task<(Guid BancaId, bool IsDefault)[]> Bancas(ApiClient client, Guid userId) =>
        [.. (await client.Get($"/users/{userId}/bancas")).Succeeded().Json.EnumerateArray()
            .Select(row => (row.Id("bancaId"), row.GetProperty("isDefault").GetBoolean()))];
}
