using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Http;

/// <summary>What a list says in its <c>meta</c> about what it cost.</summary>
[TestClass]
public sealed class ListCostTests
{
    private static readonly string[] Members = ["queryExecutionTime", "totalQueries", "slowestQuery", "cached"];

    /// <summary>Lists by another name, and the one that older clients read without an envelope.</summary>
    private static readonly string[] AlsoLists =
        ["GetActivityStatistics", "PreviewSchedule", "GetStatement", "GetTimeline", "GetHistoricalEntities"];
    private const string Bare = "ListUserBancas";

    private static World _world = null!;
    private static ServedContract _contract = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _contract = await ServedContract.Of(_world.Host);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public void Every_list_of_the_contract_tells_what_it_cost_and_nothing_else_does()
    {
        var reads = _contract.Operations.Where(o => o.Method == "GET" && o.Name != Bare).ToList();
        var lists = reads.Where(o => o.Name.StartsWith("List", StringComparison.Ordinal) || AlsoLists.Contains(o.Name))
            .ToList();

        Assert.IsGreaterThan(15, lists.Count);
        foreach (var list in lists)
        {
            CollectionAssert.IsSubsetOf(Members, MetaOf(list), $"{list}");
        }

        var others = reads.Except(lists).ToList();
        Assert.IsGreaterThan(8, others.Count);
        foreach (var other in others)
        {
            Assert.IsEmpty(MetaOf(other), $"{other}");
        }
    }

    [TestMethod]
    public async Task Every_list_counts_what_the_driver_sent()
    {
        var banca = await _world.Banca();
        var ventana = await banca.Ventana();
        var seller = await banca.Vendedor(ventana);
        var game = await banca.Loteria();
        await game.OpenSorteo();
        string[] paths =
        [
            "/bancas", "/ventanas", "/users", "/vendedores", "/loterias", "/multipliers", "/sorteos", "/tickets",
            "/activity-logs", "/activity-logs/statistics", $"/activity-logs/user/{seller.Id}",
            $"/activity-logs/target/BANCA/{banca.Id}", "/activity-logs/action/LOGIN",
            $"/auth/sessions/user/{seller.Id}", $"/loterias/{game.LoteriaId}/preview_schedule",
            $"/users/{seller.Id}/allowed-multipliers?loteriaId={game.LoteriaId}",
            $"/users/{seller.Id}/allowed-multipliers-batch", "/restrictions", "/restrictions/grouped",
        ];

        foreach (var path in paths)
        {
            using var count = new StatementCount(_world.Host);
            var answer = await _world.Admin.Get(path);
            var statements = count.Statements;
            var meta = Meta(answer);
            Assert.AreEqual(statements, meta.GetProperty("totalQueries").GetInt32(), path);
            Assert.IsGreaterThan(0, statements, path);
            var (all, slowest) = (Milliseconds(meta, "queryExecutionTime"), Milliseconds(meta, "slowestQuery"));
            Assert.IsGreaterThan(0, slowest, path);
            Assert.IsGreaterThanOrEqualTo(slowest, all, path);
            Assert.IsFalse(meta.GetProperty("cached").GetBoolean(), path);
        }
    }

    [TestMethod]
    public async Task A_single_thing_has_no_meta()
    {
        var banca = await _world.Banca();

        Assert.IsFalse((await _world.Admin.Get($"/bancas/{banca.Id}")).Json.TryGetProperty("meta", out _));
        Assert.IsFalse((await _world.Admin.Get("/auth/me")).Json.TryGetProperty("meta", out _));
    }

    // The list of tickets is nested.
    private static JsonElement Meta(Answer answer) =>
        answer.Succeeded().Json.TryGetProperty("meta", out var meta) ? meta : answer.Data.GetProperty("meta");

    private static double Milliseconds(JsonElement meta, string name) => meta.GetProperty(name).GetDouble();

    private static string[] MetaOf(ServedOperation operation)
    {
        if (!operation.Json.GetProperty("responses").TryGetProperty("200", out var success)
            || !success.TryGetProperty("content", out var content)
            || !content.TryGetProperty("application/json", out var json))
        {
            return [];
        }

        var envelope = json.GetProperty("schema");
        var body = operation.Name == "ListTickets" ? Property(envelope, "data") : envelope;
        return [.. MembersOf(Property(body, "meta"))];
    }

    private static JsonElement? Property(JsonElement? schema, string name) =>
        schema is { } present && Resolved(present).TryGetProperty("properties", out var properties)
        && properties.TryGetProperty(name, out var property)
            ? property
            : null;

    private static IEnumerable<string> MembersOf(JsonElement? schema) =>
        schema is { } present
            ? Resolved(present).GetProperty("properties").EnumerateObject().Select(member => member.Name)
            : [];

    private static JsonElement Resolved(JsonElement schema) =>
        schema.TryGetProperty("oneOf", out var either) ? Resolved(either.EnumerateArray().Last())
        : schema.TryGetProperty("$ref", out var reference)
            ? JsonElement.Parse(_contract.Text).GetProperty("components").GetProperty("schemas")
                .GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
}
