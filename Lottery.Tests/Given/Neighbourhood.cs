using Lottery.Data.Users;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Given;

/// <summary>How far away a thing is from whoever looks, nearest first.</summary>
public enum Distance
{
    Own,
    Ventana,
    Banca,
    OtherBanca,
}

/// <summary>A thing and where it is.</summary>
/// <param name="Kind">The part of the path that names its kind: <c>tickets</c>.</param>
public sealed record Thing(string Kind, Guid Id, Guid BancaId, Guid? VentanaId, Guid? OwnerId);

/// <summary>
/// Two bancas that look alike, the first with two ventanas that look alike, each with two sellers who sold: everything
/// that a role may or may not see.
/// </summary>
public sealed class Neighbourhood
{
    private readonly List<Thing> _things = [];

    private Neighbourhood(World world) => World = world;

    public World World { get; }

    public IReadOnlyList<Thing> Things => _things;

    /// <summary>Somebody of each role, the last two of one ventana.</summary>
    public IReadOnlyDictionary<Role, (Person Person, Guid? BancaId, Guid? VentanaId)> People { get; private set; } = null!;

    public static async Task<Neighbourhood> Settle()
    {
        var place = new Neighbourhood(await World.Create());
        var (here, other) = (await place.Furnish(ventanas: 2), await place.Furnish(ventanas: 1));
        Assert.AreNotEqual(here.BancaId, other.BancaId);
        var admin = (await place.World.Admin.Get("/auth/me")).Data.Id();
        place.People = new Dictionary<Role, (Person, Guid?, Guid?)>
        {
            [Role.Admin] = (new Person(admin, "admin", place.World.Admin), null, null),
            [Role.Banca] = (here.Administrator, here.BancaId, null),
            [Role.Ventana] = (here.Listero, here.BancaId, here.VentanaId),
            [Role.Vendedor] = (here.Seller, here.BancaId, here.VentanaId),
        };
        return place;
    }

    /// <summary>How far the thing is from whoever has the role.</summary>
    public Distance Between(Role role, Thing thing)
    {
        var (person, bancaId, ventanaId) = People[role];
        return thing.Id == person.Id || thing.OwnerId == person.Id ? Distance.Own
            : thing.BancaId != bancaId ? Distance.OtherBanca
            : thing.VentanaId is { } where && where == ventanaId ? Distance.Ventana
            : Distance.Banca;
    }

    private async Task<(Guid BancaId, Guid VentanaId, Person Administrator, Person Listero, Person Seller)> Furnish(
        int ventanas)
    {
        var banca = await World.Banca();
        var administrator = await banca.Administrator();
        var game = await banca.Loteria();
        var sorteo = await game.OpenSorteo();
        Add("bancas", banca.Id, banca.Id);
        Add("users", administrator.Id, banca.Id);
        Add("loterias", game.LoteriaId, banca.Id);
        Add("multipliers", game.NumeroId, banca.Id);
        Add("sorteos", sorteo, banca.Id);
        var (firstVentana, listeros, sellers) = (Guid.Empty, new List<Person>(), new List<Person>());
        for (var number = 0; number < ventanas; number++)
        {
            var ventana = await banca.Ventana();
            firstVentana = number == 0 ? ventana : firstVentana;
            Add("ventanas", ventana, banca.Id, ventana);
            Add("multiplier-overrides", await game.Override("VENTANA", ventana, 95, "REVENTADO"), banca.Id, ventana);
            listeros.Add(await banca.Listero(ventana));
            Add("users", listeros[^1].Id, banca.Id, ventana);
            for (var seller = 0; seller < 2; seller++)
            {
                sellers.Add(await banca.Vendedor(ventana));
                Add("users", sellers[^1].Id, banca.Id, ventana);
                Add("vendedores", sellers[^1].Id, banca.Id, ventana);
                Add(
                    "multiplier-overrides", await game.Override("USER", sellers[^1].Id, 95, "REVENTADO"), banca.Id,
                    ventana, sellers[^1].Id);
                var ticket = await game.Sell(sellers[^1].Client, sorteo, game.Numero("27", 100));
                Add("tickets", ticket, banca.Id, ventana, sellers[^1].Id);
                var line = (await World.Admin.Get($"/activity-logs?targetId={ticket}")).Json.Rows()[0];
                Add("activity-logs", line.Id(), banca.Id);
                var rule = await banca.Restriction(new { userId = sellers[^1].Id, maxAmount = 50_000 });
                Add("restrictions", rule, banca.Id, ventana, sellers[^1].Id);
            }
        }

        return (banca.Id, firstVentana, administrator, listeros[0], sellers[0]);
    }

    private void Add(string kind, Guid id, Guid bancaId, Guid? ventanaId = null, Guid? ownerId = null) =>
        _things.Add(new Thing(kind, id, bancaId, ventanaId, ownerId));
}
