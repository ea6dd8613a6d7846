using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Given;

/// <summary>A banca with one of everything, somebody of every role, and a ticket sold.</summary>
public sealed record House(BancaWorld Banca, Guid VentanaId, GameWorld Game, Guid SorteoId, Guid TicketId)
{
    public required IReadOnlyDictionary<string, Person> People { get; init; }

    public required string TicketNumber { get; init; }

    public required Guid ActivityId { get; init; }

    /// <summary>A rule of the banca that limits nobody: nothing is staked so high.</summary>
    public required Guid RestrictionId { get; init; }

    /// <summary>Another factor for its seller, of a kind that no sale reads.</summary>
    public required Guid OverrideId { get; init; }

    /// <summary>A lista that is left out of a draw of its own.</summary>
    public required Guid ExclusionId { get; init; }

    /// <summary>A live session of its seller.</summary>
    public required Guid SessionId { get; init; }

    public Person Administrator => People["BANCA"];

    public Person Listero => People["VENTANA"];

    public Person Vendedor => People["VENDEDOR"];

    /// <summary>Ids of everything in it.</summary>
    public IEnumerable<Guid> Ids =>
        [Banca.Id, VentanaId, Game.LoteriaId, Game.NumeroId, Game.ReventadoId, SorteoId, TicketId, ActivityId, RestrictionId,
            OverrideId, ExclusionId, SessionId, .. People.Values.Select(person => person.Id)];

    public static async Task<House> Furnish(World world)
    {
        var banca = await world.Banca();
        var ventana = await banca.Ventana();
        var vendedor = await banca.Vendedor(ventana);
        var game = await banca.Loteria();
        var sorteo = await game.OpenSorteo();
        var sold = await vendedor.Client.Post("/tickets", game.Ticket(sorteo, game.Numero("27", 1000)));
        var lines = await world.Admin.Get($"/activity-logs?targetId={sold.Data.Id()}");
        var left = await world.Admin.Post(
            $"/sorteos/{await game.OpenSorteo(TimeSpan.FromHours(5))}/listas/exclude", new { ventanaId = ventana },
            ("X-Active-Banca-Id", banca.Id.ToString()));
        return new House(banca, ventana, game, sorteo, sold.Data.Id())
        {
            People = new Dictionary<string, Person>
            {
                ["BANCA"] = await banca.Administrator(),
                ["VENTANA"] = await banca.Listero(ventana),
                ["VENDEDOR"] = vendedor,
            },
            TicketNumber = sold.Data.Text("ticketNumber"),
            ActivityId = lines.Json.Rows()[0].Id(),
            RestrictionId = await banca.Restriction(new { bancaId = banca.Id, number = "99", maxTotal = 50_000_000 }),
            OverrideId = await game.Override("USER", vendedor.Id, 95, "REVENTADO"),
            ExclusionId = left.Data.Id(),
            SessionId = (await vendedor.Client.Get($"/auth/sessions/user/{vendedor.Id}")).Json.Rows()[0].Id(),
        };
    }

    /// <summary>Things of this house by the names that queries give them.</summary>
    public IReadOnlyDictionary<string, string> Query => new Dictionary<string, string>
    {
        ["loteriaId"] = Game.LoteriaId.ToString(),
        ["sorteoId"] = SorteoId.ToString(),
        ["ventanaId"] = VentanaId.ToString(),
        ["userId"] = Vendedor.Id.ToString(),
        ["scope"] = "all",
        ["dimension"] = "vendedor",
        ["date"] = "2026-10-20",
    };

    /// <summary>What of this house a path of the API is about.</summary>
    public string KeyFor(string path) => path.Split('/')[3] switch
    {
        "tickets" when path.Contains("by-number", StringComparison.Ordinal) => TicketNumber,
        "auth" when path.EndsWith("{sessionId}", StringComparison.Ordinal) => SessionId.ToString(),
        "bancas" => Banca.Id.ToString(),
        "ventanas" => VentanaId.ToString(),
        "users" when path.Contains("/bancas", StringComparison.Ordinal) => Administrator.Id.ToString(),
        "users" or "vendedores" or "auth" => Vendedor.Id.ToString(),
        "loterias" => Game.LoteriaId.ToString(),
        "multiplier-overrides" => OverrideId.ToString(),
        "multipliers" => Game.NumeroId.ToString(),
        "sorteos" => SorteoId.ToString(),
        // A day is nobody's house, and neither is what no statement is known by.
        "accounts" when path.EndsWith("bySorteo", StringComparison.Ordinal) => "2026-10-20",
        "accounts" => SorteoId.ToString(),
        // Jobs are nobody's house; what is no job is nobody's either.
        "jobs" => SorteoId.ToString(),
        "tickets" => TicketId.ToString(),
        "restrictions" when path.Contains("rehydrate", StringComparison.Ordinal) => SorteoId.ToString(),
        "restrictions" => RestrictionId.ToString(),
        "activity-logs" => path.Split('/')[4] switch
        {
            "user" => Vendedor.Id.ToString(),
            "target" => $"TICKET/{TicketId}",
            "action" => "TICKET_CREATE",
            _ => ActivityId.ToString(),
        },
        var other => throw new ArgumentOutOfRangeException(nameof(path), other, "Say here which id is meant."),
    };
}
