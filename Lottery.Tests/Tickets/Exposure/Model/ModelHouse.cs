using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Exposure.Model;

/// <summary>A banca with two ventanas, three sellers and two games, in which random things are sold.</summary>
internal sealed class ModelHouse(Counter counter, Random random) : IAsyncDisposable
{
    private readonly List<Person> _sellers = [counter.Seller];
    private readonly List<ModelGame> _games = [];
    private readonly List<(Guid Id, Person Listero)> _ventanas = [];

    public Counter Counter => counter;

    public IReadOnlyList<Person> Sellers => _sellers;

    public IReadOnlyList<(Guid Id, Person Listero)> Ventanas => _ventanas;

    public IReadOnlyList<ModelGame> Games => _games;

    public static async Task<ModelHouse> Open(Random random)
    {
        var house = new ModelHouse(await Counter.Open(), random);
        await house.Furnish();
        return house;
    }

    /// <summary>The ventana of a seller and its listero.</summary>
    public (Guid Id, Person Listero) VentanaOf(Person seller) => _ventanas[_sellers.IndexOf(seller) < 2 ? 0 : 1];

    public (Person Seller, NaiveTicket Ticket) Ticket(ModelGame game)
    {
        var seller = _sellers[random.Next(_sellers.Count)];
        var lines = new List<NaiveLine>();
        for (var line = random.Next(1, 4); line > 0; line--)
        {
            var number = game.Numbers[random.Next(game.Numbers.Count)];
            var amount = random.Next(1, 40) * 25.25m;
            lines.Add(new NaiveLine("NUMERO", number, amount, random.Next(3) == 0 ? game.Cheap : game.Game.NumeroId));
            if (random.Next(4) == 0 && !lines.Exists(other => other.Type == "REVENTADO" && other.Number == number))
            {
                lines.Add(new NaiveLine("REVENTADO", number, Math.Round(amount / 2, 2), null));
            }
        }

        return (seller, new NaiveTicket(seller.Id, VentanaOf(seller).Id, lines));
    }

    public Task<Answer> Sell(ModelGame game, Guid sorteo, Person seller, NaiveTicket ticket, NaiveAsker asker)
    {
        object[] jugadas =
        [
            .. ticket.Lines.Select(line => line.Type == "NUMERO"
                ? GameWorld.Numero(line.Number, line.Amount, line.MultiplierId)
                : GameWorld.Reventado(line.Number, line.Amount)),
        ];
        return asker == NaiveAsker.Seller
            ? seller.Client.Post("/tickets", game.Game.Ticket(sorteo, jugadas))
            : (asker == NaiveAsker.Listero ? VentanaOf(seller).Listero.Client : counter.Admin)
                .Post("/tickets", game.Game.Order(sorteo, jugadas, seller.Id));
    }

    public ValueTask DisposeAsync() => counter.DisposeAsync();

    private async Task Furnish()
    {
        var other = await counter.Banca.Ventana();
        _ventanas.Add((counter.VentanaId, await counter.Banca.Listero(counter.VentanaId)));
        _ventanas.Add((other, await counter.Banca.Listero(other)));
        _sellers.Add(await counter.Banca.Vendedor(counter.VentanaId));
        _sellers.Add(await counter.Banca.Vendedor(other));
        foreach (var (game, digits) in ((GameWorld, int)[])[(counter.Game, 2), (await ThreeDigits(), 3)])
        {
            // The day of month of its draws is among the numbers that are played.
            var numbers = new[] { 1, 2, 27, counter.World.Now.Day }.Select(number => $"{number}".PadLeft(digits, '0')).ToList();
            _games.Add(new ModelGame(game, numbers, await game.Multiplier("85x", 85)));
        }
    }

    private Task<GameWorld> ThreeDigits() => counter.Banca.Loteria(new { digits = 3 });
}

/// <summary>A game with a second, lower multiplier, and the numbers that are played in it.</summary>
internal sealed record ModelGame(GameWorld Game, IReadOnlyList<string> Numbers, Guid Cheap)
{
    /// <summary>The last of its numbers is the day of month.</summary>
    public string AutoDateNumber => Numbers[^1];
}
