using System.Text.Json;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Exposure.Model;

/// <summary>Random commissions of everybody in the house, and what a ticket comes to by them.</summary>
internal sealed class ModelCommissions(ModelHouse house, Random random)
{
    private const string NotYet = """{"version": 1, "effectiveFrom": "2100-01-01T00:00:00Z", "defaultPercent": 99}""";

    private readonly Dictionary<Guid, (decimal Default, decimal Side)> _agreed = [];

    /// <summary>Agrees other percentages with everybody, or none: a default, and one for side bets.</summary>
    public async Task Agree()
    {
        _agreed.Clear();
        await Agree("bancas", house.Counter.Banca.Id);
        foreach (var ventana in house.Ventanas)
        {
            await Agree("ventanas", ventana.Id);
            await Agree("users", ventana.Listero.Id);
        }

        foreach (var seller in house.Sellers)
        {
            await Agree("users", seller.Id);
        }
    }

    /// <summary>Compares what the product says of a sold ticket.</summary>
    public void Compare(ModelGame game, NaiveTicket ticket, JsonElement sold)
    {
        var listero = house.Ventanas.Single(ventana => ventana.Id == ticket.Ventana).Listero.Id;
        var (ofSeller, ofListero) = (Of(ticket, ticket.Vendedor), Of(ticket, listero));
        var (commission, listeros) = (0m, 0m);
        foreach (var (line, told) in ticket.Lines.Zip(sold.Rows("jugadas")))
        {
            var isSide = line.Type == "REVENTADO";
            var (own, his) = (Share(ofSeller, isSide, line.Amount), Share(ofListero, isSide, line.Amount));
            Assert.AreEqual(
                (own, his, isSide ? 0 : line.MultiplierId == game.Cheap ? 85m : 90m),
                (told.Money("commissionAmount"), told.Money("listeroCommissionAmount"), told.Money("finalMultiplierX")));
            (commission, listeros) = (commission + own, listeros + his);
        }

        Assert.AreEqual(
            (ticket.Lines.Sum(line => line.Amount), commission, listeros),
            (sold.Money("totalAmount"), sold.Money("totalCommission"), sold.Money("totalListeroCommission")));
    }

    private async Task Agree(string table, Guid id)
    {
        var (standard, side) = (random.Next(0, 2000) / 100m, random.Next(0, 2000) / 100m);
        var kind = random.Next(3);
        var policy = FormattableString.Invariant($$"""
            {"version": 1, "effectiveFrom": null, "effectiveTo": null, "defaultPercent": {{standard}}, "rules": [
                {"id": "side", "loteriaId": null, "betType": "REVENTADO", "multiplierRange": {"min": 1, "max": 1},
                    "percent": {{side}}}]}
            """);
        await house.Counter.Host.Execute(
            $"update {table} set commission_policy_json = $2::jsonb where id = $1", id,
            kind == 0 ? policy : kind == 1 ? NotYet : (object)DBNull.Value);
        if (kind == 0)
        {
            _agreed[id] = (standard, side);
        }
    }

    private (decimal Default, decimal Side)? Of(NaiveTicket ticket, Guid person) =>
        _agreed.TryGetValue(person, out var own) ? own
        : _agreed.TryGetValue(ticket.Ventana, out var ventana) ? ventana
        : _agreed.TryGetValue(house.Counter.Banca.Id, out var banca) ? banca
        : null;

    private static decimal Share((decimal Default, decimal Side)? policy, bool isSide, decimal amount) =>
        policy is not { } agreed
            ? 0
            : Math.Round((isSide ? agreed.Side : agreed.Default) * amount / 100, 2, MidpointRounding.AwayFromZero);
}
