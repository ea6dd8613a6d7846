using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Loterias;

[TestClass]
public sealed class LoteriaTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static ApiClient _boss = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = (await _banca.Administrator()).Client;
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_loteria_is_made_read_changed_deleted_and_restored()
    {
        var made = await _boss.Post("/loterias", new { name = "Nica", rulesJson = new { digits = 3, colour = "blue" } });
        var path = $"/loterias/{made.Data.Id()}";

        Assert.AreEqual(HttpStatusCode.Created, made.Status);
        // A key that is the screen's business comes back as it went.
        Assert.AreEqual("blue", (await _boss.Get(path)).Data.GetProperty("rulesJson").Text("colour"));
        Assert.AreEqual("Nica 2", (await _boss.Put(path, new { name = "Nica 2" })).Data.Text("name"));
        var deleted = (await _boss.Delete(path, new { reason = "Ya no se juega" })).Data;
        Assert.AreEqual("Ya no se juega", deleted.Text("deletedReason"));
        Assert.IsFalse(deleted.GetProperty("isActive").GetBoolean());
        (await _boss.Delete(path)).Refused(HttpStatusCode.Conflict, "LOTERIA_DELETED");
        (await _boss.Patch(path, new { isActive = true })).Refused(HttpStatusCode.Conflict, "LOTERIA_DELETED");
        Assert.IsTrue((await _boss.Patch($"{path}/restore")).Data.GetProperty("isActive").GetBoolean());
    }

    [TestMethod]
    public async Task A_name_is_unique_in_its_banca_only()
    {
        var other = await _world.Banca();
        (await _boss.Post("/loterias", new { name = "Doble" })).Succeeded();

        (await _boss.Post("/loterias", new { name = "Doble" })).Refused(HttpStatusCode.Conflict, "LOTERIA_NAME_TAKEN");
        (await _world.Admin.Post("/loterias", new { name = "Doble", bancaId = other.Id })).Succeeded();
        (await _world.Admin.Post("/loterias", new { name = "Doble" })).Succeeded();
        (await _world.Admin.Post("/loterias", new { name = "Doble" }))
            .Refused(HttpStatusCode.Conflict, "LOTERIA_NAME_TAKEN");
    }

    [TestMethod]
    public async Task A_template_is_read_by_all_and_changed_by_administrators()
    {
        var template = (await _world.Admin.Post("/loterias", new { name = "Plantilla" })).Data;
        var path = $"/loterias/{template.Id()}";

        (await _boss.Get(path)).Succeeded();
        (await _boss.Patch(path, new { name = "Mía" })).Refused(HttpStatusCode.Forbidden, "GLOBAL_READ_ONLY");
        (await _boss.Delete(path)).Refused(HttpStatusCode.Forbidden, "GLOBAL_READ_ONLY");
        (await _boss.Post($"{path}/seed_sorteos")).Refused(HttpStatusCode.Forbidden, "GLOBAL_READ_ONLY");
        (await _boss.Post("/multipliers", new { loteriaId = template.Id(), name = "Base", valueX = 90 }))
            .Refused(HttpStatusCode.Forbidden, "GLOBAL_READ_ONLY");
        (await _boss.Post("/sorteos", new { loteriaId = template.Id(), name = "S", scheduledAt = _world.Now.AddDays(1) }))
            .Refused(HttpStatusCode.Forbidden, "GLOBAL_READ_ONLY");
        (await _world.Admin.Patch(path, new { name = "Plantilla 2" })).Succeeded();
    }

    [TestMethod]
    [DataRow("""{"digits": 1}""")]
    [DataRow("""{"digits": 4}""")]
    [DataRow("""{"digits": "2"}""")]
    [DataRow("""{"digits": 2.5}""")]
    [DataRow("""{"numberRange": {"min": 50, "max": 10}}""")]
    [DataRow("""{"numberRange": {"min": -1, "max": 10}}""")]
    [DataRow("""{"minBetAmount": -1}""")]
    [DataRow("""{"maxBetAmount": 0}""")]
    [DataRow("""{"minBetAmount": 500, "maxBetAmount": 100}""")]
    [DataRow("""{"maxNumbersPerTicket": 0}""")]
    [DataRow("""{"baseMultiplierX": 0}""")]
    [DataRow("""{"baseMultiplierX": 10000}""")]
    [DataRow("""{"allowedBetTypes": ["GUESS"]}""")]
    [DataRow("""{"allowedBetTypes": [0]}""")]
    [DataRow("""{"salesHours": {"monday": {"start": "8", "end": "20:00"}}}""")]
    [DataRow("""{"salesHours": {"monday": null}}""")]
    [DataRow("""{"salesHours": {"lunes": {"start": "08:00"}}}""")]
    [DataRow("""{"drawSchedules": [{"frequency": "hourly", "times": ["12:55"]}]}""")]
    [DataRow("""{"drawSchedules": [{"times": ["25:00"]}]}""")]
    [DataRow("""{"drawSchedules": [{"times": ["12:55"], "daysOfWeek": [7]}]}""")]
    [DataRow("""{"drawSchedules": [null]}""")]
    [DataRow("""{"drawSchedules": [{"times": null}]}""")]
    [DataRow("""{"drawSchedules": [{"times": [null]}]}""")]
    [DataRow("""{"drawSchedule": {"frequency": null}}""")]
    [DataRow("""{"reventadoConfig": "yes"}""")]
    public async Task Rules_that_make_no_sense_are_refused(string rules)
    {
        var answer = await _boss.Raw(HttpMethod.Post, "/loterias", $$"""{"name": "Mala", "rulesJson": {{rules}}}""");

        answer.Refused(HttpStatusCode.BadRequest, "INVALID_RULES");
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("""{"digits": 3, "numberRange": {"min": 0, "max": 999}}""")]
    [DataRow("""{"minBetAmount": 100, "maxBetAmount": 100, "maxNumbersPerTicket": 1}""")]
    [DataRow("""{"salesHours": {"sunday": {"start": "08:00"}}}""")]
    [DataRow("""{"drawSchedule": {"frequency": "semanal", "times": ["12:55"], "daysOfWeek": [0, 6]}}""")]
    [DataRow("""{"allowedBetTypes": ["NUMERO"], "reventadoConfig": {"enabled": false}}""")]
    [DataRow("""{"screen": {"colour": "blue", "order": [1, null]}}""")]
    public async Task Rules_that_make_sense_are_kept(string rules)
    {
        var answer = await _boss.Raw(
            HttpMethod.Post, "/loterias", $$"""{"name": "{{_world.Name("Buena")}}", "rulesJson": {{rules}}}""");

        (await _boss.Get($"/loterias/{answer.Data.Id()}")).Succeeded();
    }
}
