using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Given;

/// <summary>
/// A counter that is open for business: a banca with a ventana, a seller and a game, and logins that outlast the days
/// that a test lets pass.
/// </summary>
public sealed class Counter : IAsyncDisposable
{
    private static readonly string[] LastingLogins =
        ["--Sessions:AccessLifetime=60.00:00:00", "--Sessions:RefreshLifetime=90.00:00:00"];

    private Counter(BancaWorld banca, GameWorld game, Guid ventanaId, Person seller) =>
        (Banca, Game, VentanaId, Seller) = (banca, game, ventanaId, seller);

    public BancaWorld Banca { get; }

    public GameWorld Game { get; }

    public Guid VentanaId { get; }

    public Person Seller { get; }

    public World World => Banca.World;

    public ApiHost Host => World.Host;

    public ApiClient Admin => World.Admin;

    public static Task<ApiHost> HostOn(string? database = null) => ApiHost.Start(database, settings: LastingLogins);

    public static async Task<Counter> Open(ApiHost? host = null)
    {
        var world = await World.Create(host ?? await HostOn());
        var banca = await world.Banca();
        var ventana = await banca.Ventana();
        return new Counter(banca, await banca.Loteria(), ventana, await banca.Vendedor(ventana));
    }

    /// <summary>Another process on the same database, with the same clock.</summary>
    public Task<ApiHost> SecondHost() => ApiHost.Start(Host.Database, Host.Clock, LastingLogins);

    /// <summary>A draw of its own instant, open for sale, three hours from now.</summary>
    public Task<Guid> OpenSorteo(GameWorld? game = null)
    {
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
        return (game ?? Game).OpenSorteo();
    }

    public Task<Answer> Sell(Guid sorteoId, params object[] jugadas) =>
        Seller.Client.Post("/tickets", Game.Ticket(sorteoId, jugadas));

    /// <summary>Sells one NUMERO at 90, lets it win, and gives the ticket with its prize of 90 times the stake.</summary>
    public async Task<Guid> WinningTicket(decimal stake, ApiClient? seller = null)
    {
        var sorteo = await OpenSorteo();
        var ticket = await Game.Sell(seller ?? Seller.Client, sorteo, Game.Numero("27", stake));
        await Game.Evaluate(sorteo, "27");
        return ticket;
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
