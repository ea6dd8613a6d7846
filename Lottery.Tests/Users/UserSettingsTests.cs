using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>Settings are patched: what is named changes, a null deletes, the rest stays (D-47).</summary>
[TestClass]
public sealed class UserSettingsTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Guid _ventanaId;

    private Person _seller = null!;

    [ClassInitialize]
    public static async Task StartAll(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _ventanaId = await _banca.Ventana();
    }

    [ClassCleanup]
    public static async Task StopAll() => await _world.DisposeAsync();

    [TestInitialize]
    public async Task Start() => _seller = await _banca.Vendedor(_ventanaId);

    [TestMethod]
    public async Task A_patch_goes_as_deep_as_it_names_things()
    {
        await Patch("""
            {"theme": "dark", "print": {"name": "Centro", "width": 58, "barcode": true}, "system": {"tabs": [1, 2], "a": {"b": 1}}}
            """);

        var after = await Patch("""
            {"print": {"width": 88, "barcode": null}, "system": {"tabs": [3], "a": {"c": 2}}}
            """);

        Same("""
            {"theme": "dark", "print": {"name": "Centro", "width": 88}, "system": {"tabs": [3], "a": {"b": 1, "c": 2}}}
            """, after);
        Same(after, (await _seller.Client.Get("/auth/me")).Data.GetProperty("settings").GetRawText());
    }

    [TestMethod]
    public async Task A_null_deletes_what_it_names_and_nothing_is_stored_of_it()
    {
        await Patch("""{"theme": "dark", "print": {"name": "Centro"}}""");

        Same("""{"print": {"name": "Centro"}}""", await Patch("""{"theme": null, "system": {"none": null}}""", without: "system"));
    }

    [TestMethod]
    [TestProperty("Defect", "D-47")]
    public async Task Settings_that_are_null_clear_everything_a_client_may_set()
    {
        await Patch("""{"theme": "dark", "print": {"name": "Centro"}, "system": {"a": 1}}""");

        var cleared = await _seller.Client.Raw(HttpMethod.Patch, "/auth/me", """{"settings": null}""");

        Assert.AreEqual(JsonValueKind.Null, cleared.Data.GetProperty("settings").ValueKind);
        Assert.IsTrue(await _world.Host.Scalar<bool>("select settings is null from users where id = $1", _seller.Id));
    }

    [TestMethod]
    [TestProperty("Defect", "D-47")]
    public async Task What_the_server_keeps_there_is_not_a_clients_to_set_or_clear()
    {
        await _world.Host.Execute(
            """update users set settings = '{"theme": "dark", "balanceResetAt": "2026-10-01T06:00:00Z"}' where id = $1""",
            _seller.Id);

        (await _seller.Client.Patch("/auth/me", new { settings = new { balanceResetAt = "2026-10-20T00:00:00Z" } }))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        var cleared = await _seller.Client.Raw(HttpMethod.Patch, "/auth/me", """{"settings": null}""");

        Same("""{"balanceResetAt": "2026-10-01T06:00:00Z"}""", cleared.Data.GetProperty("settings").GetRawText());
    }

    [TestMethod]
    [DataRow("""{"color": "red"}""")]
    [DataRow("""{"theme": "blue"}""")]
    [DataRow("""{"theme": 1}""")]
    [DataRow("""{"print": "thin"}""")]
    [DataRow("""{"print": {"paper": 1}}""")]
    [DataRow("""{"print": {"paper": null}}""")]
    [DataRow("""{"print": {"width": 80}}""")]
    [DataRow("""{"print": {"width": "58"}}""")]
    [DataRow("""{"print": {"barcode": "yes"}}""")]
    [DataRow("""{"print": {"phone": "123456789012345678901234567890123"}}""")]
    [DataRow("""{"print": {"bluetoothMacAddress": "AA:BB:CC:DD:EE"}}""")]
    [DataRow("""{"print": {"bluetoothMacAddress": "AABBCCDDE"}}""")]
    [DataRow("""{"system": [1]}""")]
    public async Task What_is_no_setting_is_refused(string settings)
    {
        (await _seller.Client.Raw(HttpMethod.Patch, "/auth/me", $$"""{"settings": {{settings}}}"""))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await _world.Admin.Raw(HttpMethod.Patch, $"/users/{_seller.Id}", $$"""{"settings": {{settings}}}"""))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    [TestMethod]
    [DataRow("""{"print": {"bluetoothMacAddress": "AA:BB:CC:DD:EE:FF"}}""")]
    [DataRow("""{"print": {"bluetoothMacAddress": "a1b2c3d4"}}""")]
    [DataRow("""{"print": {"width": 58, "footer": "¡Suerte!", "phone": "2222-3333"}, "theme": "light"}""")]
    public async Task What_is_one_is_taken(string settings) => Same(settings, await Patch(settings));

    private async Task<string> Patch(string settings, string? without = null)
    {
        var answer = await _world.Admin.Raw(
            HttpMethod.Patch, $"/users/{_seller.Id}", $$"""{"settings": {{settings}}}""");
        var now = JsonNode.Parse(answer.Data.GetProperty("settings").GetRawText())!.AsObject();
        if (without is not null)
        {
            Assert.IsEmpty(now[without]!.AsObject());
            now.Remove(without);
        }

        return now.ToJsonString();
    }

    private static void Same(string expected, string actual) =>
        Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
