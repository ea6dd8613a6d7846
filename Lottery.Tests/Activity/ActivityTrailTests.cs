using System.Net.Http.Json;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Activity;

/// <summary>Every act of the organisation leaves exactly one line that says who, in which request, and what changed.</summary>
[TestClass]
public sealed class ActivityTrailTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Person _boss = null!;
    private static GameWorld _game = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = await _banca.Administrator();
        _game = await _banca.Loteria();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Acts_on_a_banca_are_told()
    {
        var id = (await Told(HttpMethod.Post, "/bancas", new { name = "Banca Uno", code = "UNO" }, "BANCA_CREATE", _world.Admin))
            .Target;
        var change = await Told(HttpMethod.Patch, $"/bancas/{id}", new { phone = "2222-3333" }, "BANCA_UPDATE", _world.Admin);
        await Told(HttpMethod.Delete, $"/bancas/{id}", new { reason = "Cierre" }, "BANCA_DELETE", _world.Admin);
        await Told(HttpMethod.Patch, $"/bancas/{id}/restore", null, "BANCA_RESTORE", _world.Admin);

        Assert.AreEqual("""{"phone":null}""", change.Before);
        Assert.AreEqual("""{"phone":"2222-3333"}""", change.After);
        Assert.AreEqual(id, change.BancaId);
    }

    [TestMethod]
    public async Task Acts_on_a_ventana_are_told()
    {
        var id = (await Told(HttpMethod.Post, "/ventanas", new { name = "Ventana Uno" }, "VENTANA_CREATE")).Target;
        var change = await Told(HttpMethod.Put, $"/ventanas/{id}", new { name = "Ventana Dos" }, "VENTANA_UPDATE");
        var off = await Told(HttpMethod.Delete, $"/ventanas/{id}", new { reason = "Remodelación" }, "VENTANA_DELETE");
        await Told(HttpMethod.Patch, $"/ventanas/{id}/restore", null, "VENTANA_RESTORE");

        Assert.AreEqual("""{"name":"Ventana Uno"}""", change.Before);
        Assert.AreEqual("""{"name":"Ventana Dos"}""", change.After);
        Assert.AreEqual("Remodelación", JsonElement.Parse(off.After!).Text("deletedReason"));
    }

    [TestMethod]
    public async Task Acts_on_a_user_are_told_without_the_secret()
    {
        var ventanaId = await _banca.Ventana();
        var id = (await Told(
            HttpMethod.Post, "/users",
            new { name = "Ana", username = _world.Name("ana"), password = World.Password, role = "VENDEDOR", ventanaId },
            "USER_CREATE")).Target;
        var change = await Told(
            HttpMethod.Patch, $"/users/{id}", new { name = "Ana Mora", password = "otra-clave-larga" }, "USER_UPDATE");
        var off = await Told(HttpMethod.Delete, $"/users/{id}", null, "USER_DELETE");
        await Told(HttpMethod.Patch, $"/users/{id}/restore", null, "USER_RESTORE");

        Assert.AreEqual("Ana", JsonElement.Parse(change.Before!).Text("name"));
        Assert.AreEqual("(secret)", JsonElement.Parse(change.After!).Text("passwordHash"));
        Assert.AreEqual("""{"isActive":true}""", off.Before);
        Assert.AreEqual("""{"isActive":false}""", off.After);
    }

    [TestMethod]
    public async Task Acts_on_a_loteria_are_told()
    {
        var id = (await Told(HttpMethod.Post, "/loterias", new { name = "Nocturna" }, "LOTERIA_CREATE")).Target;
        var change = await Told(HttpMethod.Put, $"/loterias/{id}", new { rulesJson = new { digits = 3 } }, "LOTERIA_UPDATE");
        await Told(HttpMethod.Delete, $"/loterias/{id}", new { reason = "Ya no" }, "LOTERIA_DELETE");
        await Told(HttpMethod.Patch, $"/loterias/{id}/restore", null, "LOTERIA_RESTORE");

        Assert.AreEqual("""{"rulesJson":{"digits":3}}""", change.After);
    }

    [TestMethod]
    public async Task Acts_on_a_multiplier_are_told()
    {
        var id = (await Told(
            HttpMethod.Post, "/multipliers", new { loteriaId = _game.LoteriaId, name = "Doble", valueX = 2 },
            "SYSTEM_ACTION")).Target;
        var change = await Told(HttpMethod.Patch, $"/multipliers/{id}", new { valueX = 2.5 }, "SYSTEM_ACTION");
        await Told(HttpMethod.Delete, $"/multipliers/{id}", new { isActive = false }, "SYSTEM_ACTION");
        await Told(HttpMethod.Patch, $"/multipliers/{id}/restore", null, "SYSTEM_ACTION");

        Assert.AreEqual("""{"valueX":2.5}""", change.After);
    }

    [TestMethod]
    public async Task An_act_that_is_refused_leaves_no_line()
    {
        var answer = await Send(HttpMethod.Patch, $"/bancas/{_banca.Id}", new { vendorLimit = 9 }, _boss.Client, "refused-1");

        Assert.AreEqual("FIELD_NOT_ALLOWED", answer.Code);
        Assert.IsEmpty(await Lines("refused-1"));
    }

    [TestMethod]
    public async Task A_line_is_never_changed()
    {
        var failure = await Assert.ThrowsExactlyAsync<PostgresException>(
            () => _world.Host.Execute("update activity_logs set user_id = null"));

        Assert.Contains("activity_logs", failure.MessageText);
    }

    // Sends the act under a request id of its own and gives the one line it left.
    private static async Task<Line> Told(
        HttpMethod method, string path, object? body, string action, ApiClient? client = null)
    {
        var requestId = _world.Name("act-");
        var answer = (await Send(method, path, body, client ?? _boss.Client, requestId)).Succeeded();
        Assert.AreEqual(requestId, answer.Headers["X-Request-Id"]);

        var lines = await Lines(requestId);

        Assert.HasCount(1, lines, $"{method} {path}: {string.Join(", ", lines)}");
        Assert.AreEqual(action, lines[0].Action);
        Assert.AreEqual(answer.Data.Id(), lines[0].Target);
        var actor = client is null ? _boss.Id : (await client.Get("/auth/me")).Data.Id();
        Assert.AreEqual((actor, "127.0.0.1", true), (lines[0].UserId, lines[0].IpAddress, lines[0].Succeeded));
        Assert.AreNotEqual(lines[0].Before, lines[0].After);
        return lines[0];
    }

    private static Task<Answer> Send(HttpMethod method, string path, object? body, ApiClient client, string requestId) =>
        client.Raw(
            method, path, body is null ? null : JsonContent.Create(body, body.GetType()), ("X-Request-Id", requestId));

    private static Task<IReadOnlyList<Line>> Lines(string requestId) => _world.Host.Rows(
        row => new Line(
            row.GetString(0), Guid.Parse(row.GetString(1)), row.GetGuid(2), row.GetString(3), row.GetBoolean(4),
            row.GetGuid(5), row.IsDBNull(6) ? null : Compact(row.GetString(6)),
            row.IsDBNull(7) ? null : Compact(row.GetString(7))),
        """
        select action, target_id, user_id, ip_address, succeeded, banca_id,
            nullif(details -> 'before', 'null')::text, nullif(details -> 'after', 'null')::text
        from activity_logs where request_id = $1
        """,
        requestId);

    private static string Compact(string json) => JsonSerializer.Serialize(JsonElement.Parse(json));

    private sealed record Line(
        string Action, Guid Target, Guid UserId, string IpAddress, bool Succeeded, Guid BancaId, string? Before,
        string? After);
}
