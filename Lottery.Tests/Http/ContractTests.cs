using System.Text.Json;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Http;

[TestClass]
public sealed class ContractTests
{
    /// <summary>What a test says whose committed document is out of date.</summary>
    internal const string HowToUpdate = $"If the change is meant, run the tests with {UpdateVariable}=1 and commit the file.";

    private const string UpdateVariable = "LOTTERY_UPDATE_CONTRACT";

    /// <summary>True when committed documents are to be written instead of compared.</summary>
    internal static bool IsUpdating => Environment.GetEnvironmentVariable(UpdateVariable) == "1";

    private static ApiHost _host = null!;
    private static ServedContract _contract = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _host = await ApiHost.Start();
        _contract = await ServedContract.Of(_host);
    }

    [ClassCleanup]
    public static async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    public async Task The_committed_contract_is_the_one_that_is_served()
    {
        var committed = Repository.File("docs", "api", "openapi.v1.json");
        if (IsUpdating)
        {
            committed.Directory!.Create();
            await File.WriteAllTextAsync(committed.FullName, _contract.Text + "\n");
            return;
        }

        Assert.IsTrue(committed.Exists, $"There is no {committed}. Run the tests with {UpdateVariable}=1 to write it.");
        var lines = (await File.ReadAllTextAsync(committed.FullName)).TrimEnd('\n').Split('\n');
        var served = _contract.Text.Split('\n');
        var first = lines.Zip(served).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.IsTrue(
            lines.SequenceEqual(served),
            $"The API no longer serves {committed.Name}; they part at line {first + 1}:\n"
                + $"committed {lines.ElementAtOrDefault(first)}\nserved    {served.ElementAtOrDefault(first)}\n"
                + HowToUpdate);
    }

    [TestMethod]
    public void Every_operation_says_what_it_is()
    {
        Assert.IsGreaterThan(50, _contract.Operations.Count);
        foreach (var operation in _contract.Operations)
        {
            Assert.IsNotEmpty(operation.Json.Text("summary"), $"{operation}: no summary");
            Assert.IsNotEmpty(operation.Json.Rows("tags"), $"{operation}: no tags");
            Assert.IsNotEmpty(operation.Json.Text("operationId"), $"{operation}: no operationId");
            _ = operation.Roles;
        }
    }

    [TestMethod]
    public void Every_operation_has_an_id_of_its_own()
    {
        var shared = _contract.Operations.GroupBy(o => o.Json.Text("operationId"))
            .Where(group => group.Count() > 1)
            .Select(group => group.Key);

        Assert.IsEmpty(shared);
    }

    [TestMethod]
    public void Every_operation_tells_its_failures_and_their_codes()
    {
        foreach (var operation in _contract.Operations)
        {
            var failures = operation.Json.GetProperty("responses").EnumerateObject()
                .Where(response => response.Name[0] is '4' or '5').ToList();
            string[] expected = ["500", "503", .. operation.IsPublic ? Array.Empty<string>() : ["401"]];
            string[] limited = operation.Roles.Count is > 0 and < 4 ? ["403"] : [];
            string[] body = operation.HasBody ? ["400", "413", "415"] : [];
            string[] item = operation.NamesAThing ? ["400", "404"] : [];
            var missing = expected.Concat(limited).Concat(body).Concat(item).Except(failures.Select(f => f.Name));
            Assert.IsEmpty(missing, $"{operation} does not tell of {string.Join(", ", missing)}");
            foreach (var failure in failures)
            {
                Assert.IsTrue(
                    failure.Value.Text("description").Contains('`', StringComparison.Ordinal),
                    $"{operation} {failure.Name}: no code");
                var problem = failure.Value.GetProperty("content").GetProperty("application/problem+json");
                Assert.AreEqual("#/components/schemas/Problem", problem.GetProperty("schema").Text("$ref"));
            }
        }
    }

    [TestMethod]
    public void Every_json_body_has_an_example()
    {
        var without = _contract.Operations.Where(o => o.HasBody)
            .Where(o => !o.Json.GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
                .TryGetProperty("example", out _))
            .Select(o => o.ToString()).ToList();

        Assert.IsEmpty(without, string.Join(", ", without));
    }

    [TestMethod]
    public async Task Every_example_of_a_body_is_one_that_the_api_can_read()
    {
        await using var world = await Given.World.Create();
        foreach (var operation in _contract.Operations.Where(o => o.HasBody))
        {
            var answer = await operation.Send(world.Admin, Guid.CreateVersion7().ToString(), operation.Example);

            string[] unread = ["MALFORMED_JSON", "VALIDATION_FAILED"];
            Assert.DoesNotContain(answer.Code, unread, $"{operation}: {answer.Text}");
        }
    }

    [TestMethod]
    public void Every_operation_that_is_not_public_asks_for_a_bearer_token()
    {
        foreach (var operation in _contract.Operations)
        {
            var asks = operation.Json.TryGetProperty("security", out var security)
                && security.EnumerateArray().Any(scheme => scheme.TryGetProperty("bearer", out _));
            Assert.AreEqual(!operation.IsPublic, asks, operation.ToString());
        }

        var bearer = JsonElement.Parse(_contract.Text).GetProperty("components").GetProperty("securitySchemes");
        Assert.AreEqual("bearer", bearer.GetProperty("bearer").Text("scheme"));
    }

    [TestMethod]
    public async Task The_reader_of_the_contract_is_a_page_with_its_script()
    {
        using var anonymous = _host.Anonymous();

        var page = await anonymous.Get("//scalar");

        Assert.AreEqual("text/html", page.Succeeded().MediaType);
        Assert.Contains("openapi/v1.json", page.Text);
        Assert.Contains("javascript", (await anonymous.Get("//scalar/scalar.js")).Succeeded().MediaType!);
    }
}
