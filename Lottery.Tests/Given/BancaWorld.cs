using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Given;

/// <summary>A banca and what is made in it.</summary>
public sealed class BancaWorld(World world, Guid id)
{
    public Guid Id { get; } = id;

    public World World { get; } = world;

    public async Task<Guid> Ventana()
    {
        var code = World.Name("V");
        var answer = await World.Admin.Post("/ventanas", new { bancaId = Id, name = $"Ventana {code}", code });
        return answer.Data.Id();
    }

    public Task<Person> Vendedor(Guid ventanaId) => World.User("VENDEDOR", new { ventanaId });

    /// <summary>The username of a seller who has not logged in yet.</summary>
    public async Task<string> NewVendedor(Guid ventanaId)
    {
        var username = World.Name("nuevo");
        (await World.Admin.Post("/vendedores", new
        {
            name = "Ana Mora",
            username,
            password = Given.World.Password,
            code = username,
            ventanaId,
        })).Succeeded();
        return username;
    }

    public Task<Person> Listero(Guid ventanaId) => World.User("VENTANA", new { ventanaId });

    public Task<Person> Administrator() => World.User("BANCA", new { bancaId = Id });

    /// <summary>A rule made by the administrator.</summary>
    public async Task<Guid> Restriction(object rule) =>
        (await World.Admin.Post("/restrictions", rule)).Succeeded().Json.Rows()[0].Id();

    /// <summary>A lotería with the multipliers Base 90 and Reventado 200, unless its rules are given.</summary>
    public async Task<GameWorld> Loteria(object? rules = null)
    {
        var answer = await World.Admin.Post(
            "/loterias", new { bancaId = Id, name = World.Name("TICA"), rulesJson = rules ?? new { digits = 2 } });
        var loteriaId = answer.Data.Id();
        var numero = await World.Admin.Post("/multipliers", new { loteriaId, name = "Base", valueX = 90 });
        var reventado = await World.Admin.Post(
            "/multipliers", new { loteriaId, name = "Reventado", valueX = 200, kind = "REVENTADO" });
        return new GameWorld(World, loteriaId, numero.Data.Id(), reventado.Data.Id());
    }
}

/// <summary>A lotería, its multipliers and its draws.</summary>
public sealed record GameWorld(World World, Guid LoteriaId, Guid NumeroId, Guid ReventadoId)
{
    /// <summary>A draw that is open for sale, by default three hours from now.</summary>
    public async Task<Guid> OpenSorteo(TimeSpan? fromNow = null)
    {
        var id = await Sorteo(fromNow);
        (await World.Admin.Patch($"/sorteos/{id}/open")).Succeeded();
        return id;
    }

    /// <summary>A draw that is still SCHEDULED.</summary>
    public async Task<Guid> Sorteo(TimeSpan? fromNow = null)
    {
        var answer = await World.Admin.Post("/sorteos", new
        {
            loteriaId = LoteriaId,
            name = World.Name("Sorteo "),
            scheduledAt = World.Now + (fromNow ?? TimeSpan.FromHours(3)),
        });
        return answer.Data.Id();
    }

    /// <summary>A further multiplier of the lotería.</summary>
    public async Task<Guid> Multiplier(string name, decimal valueX, string kind = "NUMERO", Guid? onlyFor = null) =>
        (await World.Admin.Post(
            "/multipliers", new { loteriaId = LoteriaId, name, valueX, kind, appliesToSorteoId = onlyFor })).Data.Id();

    /// <summary>Another base factor for a seller or a ventana.</summary>
    public async Task<Guid> Override(string scope, Guid scopeId, decimal baseMultiplierX, string type = "NUMERO") =>
        (await World.Admin.Post("/multiplier-overrides", new
        {
            scope,
            scopeId,
            loteriaId = LoteriaId,
            multiplierType = type,
            baseMultiplierX,
        })).Data.Id();

    /// <summary>The body of a sale.</summary>
    public object Ticket(Guid sorteoId, params object[] jugadas) =>
        new { loteriaId = LoteriaId, sorteoId, jugadas };

    /// <summary>The body of a sale on a seller's account, protected by a key.</summary>
    public object Order(Guid sorteoId, object[] jugadas, Guid? vendedorId = null, string? idempotencyKey = null) =>
        new { loteriaId = LoteriaId, sorteoId, jugadas, vendedorId, idempotencyKey };

    public object Numero(string number, decimal amount) => Numero(number, amount, NumeroId);

    /// <summary>A bet at a multiplier; null leaves the multiplier to the house.</summary>
    public static object Numero(string number, decimal amount, Guid? multiplierId) =>
        new { type = "NUMERO", number, amount, multiplierId };

    public static object Reventado(string number, decimal amount) =>
        new { type = "REVENTADO", number, reventadoNumber = number, amount };

    /// <summary>Sells and gives the ticket's id.</summary>
    public async Task<Guid> Sell(ApiClient seller, Guid sorteoId, params object[] jugadas) =>
        (await seller.Post("/tickets", Ticket(sorteoId, jugadas))).Data.Id();

    /// <summary>Moves the clock past the draw and evaluates it.</summary>
    public async Task Evaluate(Guid sorteoId, string winningNumber, Guid? extraMultiplierId = null)
    {
        World.Host.Clock.Advance(TimeSpan.FromHours(4));
        (await World.Admin.Patch($"/sorteos/{sorteoId}/evaluate", new { winningNumber, extraMultiplierId })).Succeeded();
    }
}
