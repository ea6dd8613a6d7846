using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>Nobody hands out or reaches a role that is not below the own one.</summary>
[TestClass]
public sealed class RoleCeilingTests
{
    private static World _world = null!;
    private static House _house = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _house = await House.Furnish(_world);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("ADMIN", "BANCA VENTANA VENDEDOR")]
    [DataRow("BANCA", "VENTANA VENDEDOR")]
    [DataRow("VENTANA", "VENDEDOR")]
    public async Task One_hands_out_only_roles_below_ones_own(string role, string allowed)
    {
        foreach (var wanted in (string[])["ADMIN", "BANCA", "VENTANA", "VENDEDOR"])
        {
            var body = new Dictionary<string, object>
            {
                ["name"] = "Ana",
                ["username"] = _world.Name("ana"),
                ["password"] = World.Password,
                ["role"] = wanted,
            };
            if (role != "VENTANA")
            {
                body["ventanaId"] = _house.VentanaId;
                body["bancaId"] = _house.Banca.Id;
            }

            var answer = await ClientOf(role).Post("/users", body);

            if (allowed.Split(' ').Contains(wanted))
            {
                Assert.AreEqual(wanted, answer.Data.Text("role"));
                (await _world.Admin.Delete($"/users/{answer.Data.Id()}")).Succeeded();
            }
            else
            {
                answer.Refused(HttpStatusCode.Forbidden, "ROLE_NOT_ALLOWED");
            }
        }
    }

    [TestMethod]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    public async Task One_reaches_nobody_of_ones_own_role_or_above(string role)
    {
        string[] ranks = ["ADMIN", "BANCA", "VENTANA", "VENDEDOR"];
        var peers = new Dictionary<string, Guid>
        {
            ["ADMIN"] = (await _world.Admin.Get("/auth/me")).Data.Id(),
            ["BANCA"] = (await _house.Banca.Administrator()).Id,
            ["VENTANA"] = (await _house.Banca.Listero(_house.VentanaId)).Id,
            ["VENDEDOR"] = (await _house.Banca.Vendedor(_house.VentanaId)).Id,
        };
        var before = await Checksum.Of(_world.Host);

        foreach (var rank in ranks.Take(Array.IndexOf(ranks, role) + 1))
        {
            var path = $"/users/{peers[rank]}";
            Answer[] answers =
            [
                await ClientOf(role).Get(path),
                await ClientOf(role).Patch(path, new { name = "Otro" }),
                await ClientOf(role).Patch(path, new { password = "otra-clave-larga" }),
                await ClientOf(role).Delete(path),
                await ClientOf(role).Patch($"{path}/restore"),
            ];
            // An administrator of the installation is of no banca, so for a banca there is none.
            foreach (var answer in answers)
            {
                Assert.IsTrue(
                    answer.Status == HttpStatusCode.Forbidden
                        || (rank == "ADMIN" && answer.Status == HttpStatusCode.NotFound),
                    $"{role} reached {rank}: {answer.Text}");
            }
        }

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [DataRow("ADMIN")]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    [TestProperty("Defect", "D-01")]
    [TestProperty("Defect", "D-02")]
    public async Task Nobody_promotes_or_moves_oneself(string role)
    {
        object[] wanted =
        [
            new { role = "ADMIN" }, new { role }, new { bancaId = _house.Banca.Id }, new { ventanaId = _house.VentanaId },
            new { isActive = true }, new { code = "X1" }, new { maxSessionsPerVendedor = 20 },
        ];
        var before = await Checksum.Of(_world.Host);

        foreach (var (body, path) in wanted.SelectMany(body => new[] { (body, "/auth/me"), (body, "/users/{me}") }))
        {
            var answer = await ClientOf(role).Patch(
                path.Replace("{me}", (await Self(role)).ToString(), StringComparison.Ordinal), body);

            answer.Refused(HttpStatusCode.Forbidden, "FIELD_NOT_ALLOWED");
        }

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [DataRow("ADMIN")]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [DataRow("VENDEDOR")]
    public async Task Of_oneself_one_changes_only_how_one_is_called_and_reached(string role)
    {
        var path = $"/users/{await Self(role)}";
        (await ClientOf(role).Patch(path, new { name = "Nombre Nuevo", phone = "8888-8888" })).Succeeded();
        var before = await Checksum.Of(_world.Host);
        object[] refused =
        [
            new { code = "X1" }, new { password = "otra-clave-larga" }, new { ventanaId = _house.VentanaId },
            new { maxSessionsPerVendedor = 9 }, new { name = "Otro", code = "X1" },
        ];

        foreach (var body in refused)
        {
            (await ClientOf(role).Patch(path, body)).Refused(HttpStatusCode.Forbidden, "FIELD_NOT_ALLOWED");
        }

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [DataRow("ADMIN")]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    public async Task Nobody_switches_oneself_off(string role) =>
        (await ClientOf(role).Delete($"/users/{await Self(role)}")).Refused(HttpStatusCode.Forbidden, "OWN_STATE");

    private static ApiClient ClientOf(string role) => role == "ADMIN" ? _world.Admin : _house.People[role].Client;

    private static async Task<Guid> Self(string role) => (await ClientOf(role).Get("/auth/me")).Data.Id();
}
