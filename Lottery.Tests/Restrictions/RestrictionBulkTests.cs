using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Restrictions;

/// <summary>Several rules changed or switched off at once, all or none, and what the activity log keeps of each act.</summary>
[TestClass]
public sealed class RestrictionBulkTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static ApiClient _boss = null!;
    private static Guid _ventanaId;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = (await _banca.Administrator()).Client;
        _ventanaId = await _banca.Ventana();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Several_are_changed_alike_and_switched_off()
    {
        var ids = await Rules();

        var changed = await _boss.Put("/restrictions/bulk", new { ids, data = new { maxTotal = 9, restrictionType = "X" } });
        var rows = changed.Succeeded().Json.Rows();
        CollectionAssert.AreEqual(ids, rows.Select(rule => rule.Id()).ToArray());
        Assert.IsTrue(rows.All(rule => rule.Money("maxTotal") == 9));

        var deleted = await _boss.Delete("/restrictions/bulk", new { ids, reason = "Fin de temporada" });
        Assert.IsTrue(deleted.Succeeded().Json.Rows().All(rule => !rule.GetProperty("isActive").GetBoolean()));
    }

    [TestMethod]
    public async Task One_that_cannot_be_changed_leaves_all_as_they_are()
    {
        var ids = await Rules();
        var foreign = await _banca.Restriction(new { bancaId = (await _world.Banca()).Id, maxTotal = 1 });
        var cutoff = await _banca.Restriction(new { ventanaId = _ventanaId, salesCutoffMinutes = 5, appliesToHour = 4 });
        var before = await Checksum.Of(_world.Host);

        (await Change([.. ids, Guid.CreateVersion7()], new { maxTotal = 8 })).Refused(HttpStatusCode.NotFound, "RESTRICTION_NOT_FOUND");
        (await Change([.. ids, foreign], new { maxTotal = 8 })).Refused(HttpStatusCode.NotFound, "RESTRICTION_NOT_FOUND");
        (await Change([.. ids, cutoff], new { maxTotal = 8 })).Refused(HttpStatusCode.BadRequest, "RESTRICTION_CUTOFF_WITH_AMOUNTS");
        (await Change(ids, new { number = "777" })).Refused(HttpStatusCode.Conflict, "RESTRICTION_DUPLICATE");
        (await _boss.Delete("/restrictions/bulk", new { ids = ids.Append(foreign) }))
            .Refused(HttpStatusCode.NotFound, "RESTRICTION_NOT_FOUND");
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [DataRow("""{"ids": [], "data": {"maxTotal": 1}}""")]
    [DataRow("""{"ids": ["x"], "data": {"maxTotal": 1}}""")]
    [DataRow("""{"data": {"maxTotal": 1}}""")]
    [DataRow("""{"ids": ["ID"]}""")]
    [DataRow("""{"ids": ["ID"], "data": null}""")]
    [DataRow("""{"ids": ["ID"], "data": {"maxTotal": -1}}""")]
    [DataRow("""{"ids": ["ID"], "data": {"number": ["1", "2"]}}""")]
    [DataRow("""{"ids": ["ID"], "data": {"createdAt": "2026-01-01T00:00:00Z"}}""")]
    [DataRow("""{"ids": ["ID"], "data": {"id": "ID"}}""")]
    [TestProperty("Defect", "DRAW-4")]
    public async Task Nothing_but_what_a_rule_says_is_written(string body)
    {
        var id = (await Rules())[0];
        var before = await Checksum.Of(_world.Host);

        var answer = await _boss.Raw(
            HttpMethod.Put, "/restrictions/bulk", body.Replace("ID", $"{id}", StringComparison.Ordinal));

        Assert.AreEqual(HttpStatusCode.BadRequest, answer.Status, answer.Text);
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [DataRow("""{"ids": []}""")]
    [DataRow("""{"ids": ["ID"], "reason": "no"}""")]
    [DataRow("""{"ids": ["ID"], "why": "porque"}""")]
    public async Task A_reason_has_words_and_there_is_something_to_switch_off(string body)
    {
        var id = (await Rules())[0];
        (await _boss.Raw(HttpMethod.Delete, "/restrictions/bulk", body.Replace("ID", $"{id}", StringComparison.Ordinal)))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await _boss.Delete($"/restrictions/{id}", new { reason = "no" })).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await _boss.Delete($"/restrictions/{id}", new { reason = new string('x', 201) }))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    [TestMethod]
    public async Task Two_who_change_the_same_rules_in_another_order_both_do()
    {
        var ids = await Rules();

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(n =>
            Change(n % 2 == 0 ? ids : [.. ids.Reverse()], new { maxTotal = n })));

        Assert.IsTrue(answers.All(answer => answer.Status == HttpStatusCode.OK));
        Assert.HasCount(1, await Totals());

        async Task<List<decimal>> Totals() => [.. (await Task.WhenAll(ids.Select(id => _boss.Get($"/restrictions/{id}"))))
            .Select(answer => answer.Data.Money("maxTotal")).Distinct()];
    }

    [TestMethod]
    public async Task Each_act_leaves_its_line_with_what_was_and_what_is()
    {
        var id = (await Rules())[0];
        (await _boss.Patch($"/restrictions/{id}", new { maxTotal = 2 })).Succeeded();
        (await Change([id], new { maxTotal = 3 })).Succeeded();
        (await _boss.Delete($"/restrictions/{id}", new { reason = "Fin de mes" })).Succeeded();
        (await _boss.Delete($"/restrictions/{id}")).Succeeded();
        (await _boss.Patch($"/restrictions/{id}/restore")).Succeeded();
        (await _boss.Patch($"/restrictions/{id}/restore")).Succeeded();

        var lines = (await _boss.Get($"/activity-logs?targetId={id}&pageSize=100")).Json.Rows()
            .OrderBy(line => line.Id().ToString(), StringComparer.Ordinal).ToList();

        CollectionAssert.AreEqual(
            (string[])["SYSTEM_ACTION", "SYSTEM_ACTION", "SYSTEM_ACTION", "SOFT_DELETE", "RESTORE"],
            lines.Select(line => line.Text("action")).ToArray());
        Assert.IsTrue(lines.All(line => line.Text("targetType") == "RESTRICTION_RULE" && line.Id("bancaId") == _banca.Id));
        var details = lines.Select(line => line.GetProperty("details")).ToList();
        Assert.AreEqual(("create", 1m), (details[0].Text("op"), details[0].GetProperty("after").Money("maxTotal")));
        Assert.AreEqual((1m, 2m), (details[1].GetProperty("before").Money("maxTotal"), details[1].GetProperty("after").Money("maxTotal")));
        Assert.AreEqual(3m, details[2].GetProperty("after").Money("maxTotal"));
        Assert.AreEqual("Fin de mes", details[3].Text("reason"));
        Assert.IsFalse(details[3].GetProperty("after").GetProperty("isActive").GetBoolean());
        Assert.AreEqual(JsonValueKind.True, details[4].GetProperty("after").GetProperty("isActive").ValueKind);
    }

    private static Task<Answer> Change(Guid[] ids, object data) => _boss.Put("/restrictions/bulk", new { ids, data });

    private static async Task<Guid[]> Rules()
    {
        var userId = (await _banca.Vendedor(_ventanaId)).Id;
        var made = await _boss.Post("/restrictions", new { userId, number = (string[])["1", "2", "3"], maxTotal = 1 });
        return [.. made.Succeeded().Json.Rows().Select(rule => rule.Id())];
    }
}
