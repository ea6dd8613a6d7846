using System.Net;
using System.Text.Json;
using Lottery.Api.Access;
using Lottery.Data.Users;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Access;

/// <summary>The rows that each role sees and may change are those that the matrix says, no fewer and no more.</summary>
[TestClass]
[TestProperty("Defect", "D-09")]
[TestProperty("Defect", "D-10")]
[TestProperty("Defect", "D-13")]
[TestProperty("Defect", "D-15")]
public sealed class ReachTests
{
    private static Neighbourhood _place = null!;
    private static ServedContract _contract = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _place = await Neighbourhood.Settle();
        _contract = await ServedContract.Of(_place.World.Host);
    }

    [ClassCleanup]
    public static async Task Stop() => await _place.World.DisposeAsync();

    [TestMethod]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    public async Task A_list_shows_what_is_in_reach_and_all_of_it(string name)
    {
        var (role, compared) = (RoleOf(name), 0);
        foreach (var list in Lists())
        {
            var row = RowOf(list);
            var listed = Listed(await list.SendTo(list.At("") + "?pageSize=100", _place.World.Admin));
            var shown = row.Of(role) == Reach.None
                ? []
                : Listed(await list.SendTo(list.At("") + "?pageSize=100", ClientOf(role)));

            var expected = _place.Things
                .Where(thing => listed.Contains(thing.Id) && IsInReach(row, role, thing))
                .Select(thing => thing.Id).ToHashSet();
            var seen = _place.Things.Where(thing => shown.Contains(thing.Id)).Select(thing => thing.Id).ToHashSet();

            Assert.IsTrue(
                expected.SetEquals(seen),
                $"{name} {list}: too many {Tell(seen.Except(expected))}, too few {Tell(expected.Except(seen))}");
            compared += expected.Count;
        }

        Assert.IsGreaterThan(3, compared);
    }

    [TestMethod]
    [DataRow("ADMIN")]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    public async Task One_thing_opens_exactly_where_it_is_in_reach(string name)
    {
        var (role, asked) = (RoleOf(name), 0);
        foreach (var (operation, thing) in AboutOneThing().Where(pair => pair.Operation.Method == "GET"))
        {
            var row = RowOf(operation);
            var answer = await operation.Send(ClientOf(role), thing.Id.ToString());

            if (row.Of(role) != Reach.None && IsInReach(row, role, thing))
            {
                answer.Succeeded();
            }
            else
            {
                IsShut(role, row, thing, answer, $"{name} {operation} {thing.Kind}");
            }

            asked++;
        }

        Assert.IsGreaterThan(30, asked);
    }

    [TestMethod]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    public async Task What_is_out_of_reach_is_not_changed(string name)
    {
        var (role, tried) = (RoleOf(name), 0);
        var before = await Checksum.Of(_place.World.Host);
        foreach (var (operation, thing) in AboutOneThing().Where(pair => pair.Operation.Method != "GET"))
        {
            var row = RowOf(operation);
            if (row.Of(role) == Reach.None || !IsInReach(row, role, thing))
            {
                var body = operation.HasBody ? operation.Example : "";
                var answer = await operation.Send(ClientOf(role), thing.Id.ToString(), body);
                IsShut(role, row, thing, answer, $"{name} {operation} {thing.Kind}");
                tried++;
            }
        }

        Assert.IsGreaterThan(50, tried);
        Assert.AreEqual(before, await Checksum.Of(_place.World.Host));
    }

    private static IEnumerable<ServedOperation> Lists() => _contract.Operations.Where(o =>
        o.Method == "GET" && !o.Path.Contains('{', StringComparison.Ordinal)
        && _place.Things.Any(thing => o.Path.TrimEnd('/').EndsWith($"/{thing.Kind}", StringComparison.Ordinal)));

    // Operations on one thing of a kind, and the things of that kind.
    private static IEnumerable<(ServedOperation Operation, Thing Thing)> AboutOneThing() =>
        from operation in _contract.Operations
        let parts = operation.Path.Split('/')
        where parts.Length > 4 && parts[4] == "{id}" && operation.Path.Count(c => c == '{') == 1
        from thing in _place.Things
        where thing.Kind == parts[3]
        // Only who heads bancas has some; that is looked at elsewhere.
        where !operation.Path.Contains("/bancas", StringComparison.Ordinal) || thing.Kind == "bancas"
        // A draw is the whole banca's; what of its listas one sees is looked at elsewhere.
        where operation.Name != "ListListas"
        where !operation.Path.EndsWith("allowed-multipliers-batch", StringComparison.Ordinal)
            || _place.Things.Any(t => t.Kind == "vendedores" && t.Id == thing.Id)
        select (operation, thing);

    private static bool IsInReach(AccessRow row, Role role, Thing thing) => row.Of(role) switch
    {
        Reach.All => true,
        Reach.Banca => _place.Between(role, thing) <= Distance.Banca,
        Reach.Ventana => _place.Between(role, thing) <= Distance.Ventana,
        Reach.Own => _place.Between(role, thing) == Distance.Own,
        _ => false,
    };

    private static void IsShut(Role role, AccessRow row, Thing thing, Answer answer, string what)
    {
        var isThere = row.Of(role) == Reach.None || _place.Between(role, thing) != Distance.OtherBanca;
        Assert.AreEqual(
            isThere ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound, answer.Status, $"{what}: {answer.Text}");
        Assert.DoesNotContain(thing.Id.ToString(), answer.Text.Replace("\"path\"", "", StringComparison.Ordinal), what);
    }

    private static HashSet<Guid> Listed(Answer answer)
    {
        var data = answer.Data;
        var rows = data.ValueKind == JsonValueKind.Array ? data : data.GetProperty("data");
        return [.. rows.EnumerateArray().Select(one => one.Id())];
    }

    private static AccessRow RowOf(ServedOperation operation) =>
        AccessMatrix.Rows.Single(row => row.Operation == operation.Name);

    private static Role RoleOf(string name) => Data.WireNames.Parse<Role>(name);

    private static ApiClient ClientOf(Role role) => _place.People[role].Person.Client;

    private static string Tell(IEnumerable<Guid> ids) =>
        string.Join(", ", ids.Select(id => _place.Things.First(thing => thing.Id == id)));
}
