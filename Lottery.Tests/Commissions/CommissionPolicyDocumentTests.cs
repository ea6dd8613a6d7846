using System.Net;
using System.Text.Json.Nodes;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Commissions;

/// <summary>What a policy must look like to be written, and what it looks like when it is read.</summary>
[TestClass]
public sealed class CommissionPolicyDocumentTests
{
    private const string Rule =
        """{"loteriaId": null, "betType": null, "multiplierRange": {"min": 90, "max": 90}, "percent": 5}""";

    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static string _path = "";

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _path = $"/users/{(await _banca.Vendedor(await _banca.Ventana())).Id}/commission-policy";
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("version", "2")]
    [DataRow("version", "\"one\"")]
    [DataRow("version", null)]
    [DataRow("effectiveFrom", null)]
    [DataRow("effectiveTo", null)]
    [DataRow("effectiveFrom", "\"soon\"")]
    [DataRow("effectiveTo", "\"2026-01-31T23:59:59Z\"")]
    [DataRow("defaultPercent", null)]
    [DataRow("defaultPercent", "null")]
    [DataRow("defaultPercent", "-0.01")]
    [DataRow("defaultPercent", "100.01")]
    [DataRow("defaultPercent", "8.125")]
    [DataRow("rules", null)]
    [DataRow("rules", "null")]
    [DataRow("rules", "[null]")]
    [DataRow("rules", "{}")]
    [DataRow("note", "1")]
    public Task A_policy_is_refused_with(string key, string? value) => Refuses(Policy(), key, value);

    [TestMethod]
    [DataRow("id", "\"\"")]
    [DataRow("loteriaId", null)]
    [DataRow("loteriaId", "\"any\"")]
    [DataRow("betType", null)]
    [DataRow("betType", "\"TODO\"")]
    [DataRow("multiplierId", "\"Base\"")]
    [DataRow("multiplierRange", null)]
    [DataRow("multiplierRange", "null")]
    [DataRow("multiplierRange", """{"min": 90}""")]
    [DataRow("multiplierRange", """{"min": 80, "max": 90}""")]
    [DataRow("multiplierRange", """{"min": -1, "max": -1}""")]
    [DataRow("multiplierRange", """{"min": 90, "max": 90, "step": 1}""")]
    [DataRow("percent", null)]
    [DataRow("percent", "-1")]
    [DataRow("percent", "100.5")]
    [DataRow("percent", "5.005")]
    [DataRow("note", "1")]
    public Task A_rule_is_refused_with(string key, string? value)
    {
        var policy = Policy(Rule);
        return Refuses(policy, key, value, policy["rules"]![0]!.AsObject());
    }

    [TestMethod]
    public async Task Two_rules_about_the_same_are_refused()
    {
        var (id, multiplier) = ("\"id\": \"a\", ", $"\"multiplierId\": \"{Guid.CreateVersion7()}\", ");
        var other = Rule.Replace("90", "85", StringComparison.Ordinal);

        await Invalid(Policy(Rule, Rule.Replace("5}", "6}", StringComparison.Ordinal)));
        await Invalid(Policy(With(multiplier, Rule), With(multiplier, other)));
        await Invalid(Policy(With(id, Rule), With(id, other)));
        await Invalid(Policy([.. Enumerable.Range(1, 201).Select(x => Rule.Replace("90", $"{x}", StringComparison.Ordinal))]));
        await Invalid(Policy(With($"\"id\": \"{new string('a', 101)}\", ", Rule)));
        (await Put(Policy(Rule, other, With(multiplier, Rule)))).Succeeded();
    }

    [TestMethod]
    public async Task A_body_says_the_policy_and_nothing_else()
    {
        foreach (var body in (string[])["{}", "[]", """{"commissionPolicyJson": null, "id": 1}""", """{"policy": null}"""])
        {
            var answer = await _world.Admin.Put(_path, JsonNode.Parse(body)!);
            answer.Refused(HttpStatusCode.BadRequest, answer.Code!);
        }
    }

    [TestMethod]
    [TestProperty("Defect", "C8")]
    public async Task A_policy_that_was_read_can_be_written_back()
    {
        var game = await _banca.Loteria();
        var rule = Rule.Replace("\"loteriaId\": null", $"\"loteriaId\": \"{game.LoteriaId}\"", StringComparison.Ordinal);
        (await Put(Policy(rule, With("\"id\": \"own\", ", Rule)))).Succeeded();
        var read = await Read();

        (await Put(read)).Succeeded();

        Assert.AreEqual(read.ToJsonString(), (await Read()).ToJsonString());
        var (first, second) = (read["rules"]![0]!, read["rules"]![1]!);
        Assert.IsTrue(Guid.TryParse(first["id"]!.GetValue<string>(), out _));
        Assert.AreEqual("own", second["id"]!.GetValue<string>());
        Assert.AreEqual(game.LoteriaId, first["loteria"]!["id"]!.GetValue<Guid>());
        Assert.IsTrue(first["loteria"]!["reventadoEnabled"]!.GetValue<bool>());
        Assert.AreEqual(game.NumeroId, first["multiplier"]!["id"]!.GetValue<Guid>());
        Assert.AreEqual(("NUMERO", 90m), (
            first["multiplier"]!["kind"]!.GetValue<string>(), first["multiplier"]!["valueX"]!.GetValue<decimal>()));
        Assert.IsNull(second["loteria"]);
        Assert.IsNull(second["multiplier"]);
        var stored = await _world.Host.Scalar<string>(
            "select commission_policy_json::text from users where $1 like '%' || id || '%'", _path);
        Assert.DoesNotContain("reventadoEnabled", stored);
    }

    [TestMethod]
    public async Task An_instant_without_a_zone_is_the_wall_clock_and_is_read_with_one()
    {
        var policy = Policy(Rule);
        (policy["effectiveFrom"], policy["effectiveTo"]) = ("2026-02-01T00:00:00", "2026-02-28T23:59:59.999-06:00");

        (await Put(policy)).Succeeded();

        var read = await Read();
        Assert.AreEqual("2026-02-01T06:00:00.000Z", read["effectiveFrom"]!.GetValue<string>());
        Assert.AreEqual("2026-03-01T05:59:59.999Z", read["effectiveTo"]!.GetValue<string>());
    }

    [TestMethod]
    [DataRow("""{"rules": 5, "note": "old"}""")]
    [DataRow("[1]")]
    [DataRow("""{"note": "old", "rules": [{"id": "a", "percent": 5, "loteriaId": "none"}]}""")]
    public async Task What_cannot_be_read_as_a_policy_is_shown_as_it_is(string stored)
    {
        await _world.Host.Execute(
            "update users set commission_policy_json = $1::jsonb where $2 like '%' || id || '%'", stored, _path);

        Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(stored), await Read()));
    }

    private static async Task Refuses(JsonObject policy, string key, string? value, JsonObject? part = null)
    {
        policy["effectiveFrom"] = "2026-02-01T06:00:00Z";
        (await Put(policy)).Succeeded();
        part ??= policy;
        if (value is null)
        {
            part.Remove(key);
        }
        else
        {
            part[key] = JsonNode.Parse(value);
        }

        await Invalid(policy);
    }

    private static async Task Invalid(JsonNode policy)
    {
        var answer = await Put(policy);
        answer.Refused(HttpStatusCode.BadRequest, answer.Code!);
    }

    private static JsonObject Policy(params string[] rules) => JsonNode.Parse($$"""
        {"version": 1, "effectiveFrom": null, "effectiveTo": null, "defaultPercent": 8, "rules": [{{string.Join(',', rules)}}]}
        """)!.AsObject();

    private static string With(string member, string rule) => "{" + member + rule[1..];

    private static Task<Answer> Put(JsonNode policy) =>
        _world.Admin.Put(_path, new JsonObject { ["commissionPolicyJson"] = policy.DeepClone() });

    private static async Task<JsonNode> Read() =>
        JsonNode.Parse((await _world.Admin.Get(_path)).Data.GetProperty("commissionPolicyJson").GetRawText())!;
}
