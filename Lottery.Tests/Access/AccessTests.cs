using System.Net;
using Lottery.Api.Access;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Access;

/// <summary>Who may call what: every operation of the contract, as everybody there is.</summary>
[TestClass]
public sealed class AccessTests
{
    // No row has it, so that an operation that lets somebody in changes nothing.
    private static readonly string MadeUpId = Guid.CreateVersion7().ToString();

    private static World _world = null!;
    private static Dictionary<string, ApiClient> _roles = null!;
    private static ServedContract _contract = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        var banca = await _world.Banca();
        var ventana = await banca.Ventana();
        _roles = new Dictionary<string, ApiClient>
        {
            ["ADMIN"] = _world.Admin,
            ["BANCA"] = (await banca.Administrator()).Client,
            ["VENTANA"] = (await banca.Listero(ventana)).Client,
            ["VENDEDOR"] = (await banca.Vendedor(ventana)).Client,
        };
        _contract = await ServedContract.Of(_world.Host);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("Smoke")]
    public void Every_route_of_the_api_says_who_may_call_it()
    {
        var routes = _world.Host.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal)
                || route.RoutePattern.RawText.StartsWith("api/v1", StringComparison.Ordinal))
            .ToList();

        var silent = routes.Where(route => route.Metadata.GetMetadata<AccessRow>() is null)
            .Select(route => route.DisplayName);

        Assert.IsGreaterThan(45, routes.Count);
        Assert.IsEmpty(silent);
    }

    [TestMethod]
    public void Every_route_of_the_api_is_in_the_contract()
    {
        var served = _contract.Operations.Select(o => o.Path.TrimEnd('/')).ToHashSet();
        var hidden = _world.Host.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(route => "/" + route.RoutePattern.RawText!.Trim('/'))
            .Where(path => path.StartsWith("/api/v1/", StringComparison.Ordinal) && !served.Contains(path));

        Assert.IsEmpty(hidden);
    }

    [TestMethod]
    public void Only_logging_in_and_out_and_the_app_are_public()
    {
        var open = _contract.Operations.Where(o => o.IsPublic).Select(o => o.Path["/api/v1".Length..]).Order();

        Assert.AreEqual("/app/download /app/version /auth/login /auth/logout /auth/refresh", string.Join(" ", open));
    }

    [TestMethod]
    public async Task Without_a_token_only_public_operations_listen()
    {
        using var anonymous = _world.Host.Anonymous();
        foreach (var operation in _contract.Operations)
        {
            var answer = await operation.Send(anonymous, MadeUpId);

            if (operation.IsPublic)
            {
                Assert.AreNotEqual(HttpStatusCode.Unauthorized, answer.Status, $"{operation}: {answer.Text}");
            }
            else
            {
                answer.Refused(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
            }
        }
    }

    [TestMethod]
    [DataRow("ADMIN")]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    public async Task A_role_gets_past_the_door_exactly_where_the_contract_says(string role)
    {
        // Who has logged out everywhere is let in nowhere.
        foreach (var operation in _contract.Operations.OrderBy(o => o.Name == nameof(AccessMatrix.LogOutEverywhere)))
        {
            var answer = await operation.Send(_roles[role], MadeUpId);

            if (operation.IsPublic || operation.Roles.Contains(role))
            {
                Assert.IsFalse(
                    answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
                    $"{role} {operation}: {answer.Text}");
            }
            else
            {
                answer.Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
            }
        }
    }
}
