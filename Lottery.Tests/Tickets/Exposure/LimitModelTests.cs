using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Exposure;

/// <summary>
/// Random rules and random tickets, decided by the product over HTTP and by a reference that adds everything up each
/// time. LOTTERY_MODEL_SECONDS says for how long, LOTTERY_MODEL_SEED which of them.
/// </summary>
[TestClass]
public sealed class LimitModelTests
{
    private const int TicketsOfADraw = 25;
    private const string WrongPolicy = """{"version": 1, "effectiveFrom": "2100-01-01T00:00:00Z", "defaultPercent": 99}""";

    private static readonly string[] Numbers = ["01", "02", "27"];
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("LOTTERY_MODEL_SECONDS") ?? "30", CultureInfo.InvariantCulture));

    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("LOTTERY_MODEL_SEED") ?? "20261126", CultureInfo.InvariantCulture);

    private readonly Random _random = new(Seed);
    private readonly List<Person> _sellers = [];
    private readonly List<(Guid Id, Person Listero)> _ventanas = [];
    private Counter _counter = null!;
    private Guid _cheap;

    public TestContext TestContext { get; set; } = null!;

    [TestInitialize]
    public async Task Open()
    {
        _counter = await Counter.Open();
        _cheap = await _counter.Game.Multiplier("85x", 85);
        _ventanas.Add((_counter.VentanaId, await _counter.Banca.Listero(_counter.VentanaId)));
        var other = await _counter.Banca.Ventana();
        _ventanas.Add((other, await _counter.Banca.Listero(other)));
        _sellers.AddRange(
            [_counter.Seller, await _counter.Banca.Vendedor(_counter.VentanaId), await _counter.Banca.Vendedor(other)]);
    }

    [TestCleanup]
    public async Task Close() => await _counter.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "DRAW-9")]
    [TestProperty("Defect", "DRAW-33")]
    [TestProperty("Defect", "DRAW-52")]
    public async Task What_is_sold_refused_and_earned_is_what_the_reference_says()
    {
        var (clock, draws, sold, refused) = (Stopwatch.StartNew(), 0, 0, 0);
        for (; clock.Elapsed < Length; draws++)
        {
            var sorteo = await _counter.OpenSorteo();
            var rules = await Rules();
            var policies = await Policies();
            var model = new NaiveCounter(_counter.Game.ReventadoId);
            var ids = new List<(Guid Id, Person Seller, NaiveTicket Ticket)>();
            for (var count = 0; count < TicketsOfADraw; count++)
            {
                if (_random.Next(6) == 0 && ids.Count > 0)
                {
                    await CancelOrRestore(ids[_random.Next(ids.Count)], model, rules);
                    continue;
                }

                var (seller, ticket) = Ticket();
                var isOnBehalf = _random.Next(4) == 0;
                var expected = model.Refuse(rules, ticket, isOnBehalf);
                var answer = await Sell(sorteo, seller, ticket, isOnBehalf);
                if ((expected is null) != (answer.Status == HttpStatusCode.OK))
                {
                    Assert.Fail(
                        $"Seed {Seed}, draw {draws}: {ticket}: {expected} was expected, {answer.Code} told, under\n"
                        + $"{string.Join('\n', rules)}\nafter\n{string.Join('\n', model.Tickets)}");
                }

                Compare(expected, answer);
                if (expected is null)
                {
                    Earned(policies, ticket, answer.Data);
                    model.Tickets.Add(ticket);
                    ids.Add((answer.Data.Id(), seller, ticket));
                    sold++;
                }
                else
                {
                    refused++;
                }
            }

            await CountersAreSums(sorteo);
        }

        TestContext.WriteLine($"Seed {Seed}: {draws} draws, {sold} tickets sold, {refused} refused.");
        Assert.IsGreaterThan(50, sold);
        Assert.IsGreaterThan(20, refused);
    }

    private (Person Seller, NaiveTicket Ticket) Ticket()
    {
        var seller = _sellers[_random.Next(_sellers.Count)];
        var lines = new List<NaiveLine>();
        for (var line = _random.Next(1, 4); line > 0; line--)
        {
            var number = Numbers[_random.Next(Numbers.Length)];
            var amount = _random.Next(1, 40) * 25.25m;
            lines.Add(new NaiveLine("NUMERO", number, amount, _random.Next(3) == 0 ? _cheap : _counter.Game.NumeroId));
            if (_random.Next(4) == 0 && !lines.Exists(other => other.Type == "REVENTADO" && other.Number == number))
            {
                lines.Add(new NaiveLine("REVENTADO", number, Math.Round(amount / 2, 2), null));
            }
        }

        return (seller, new NaiveTicket(seller.Id, VentanaOf(seller), lines));
    }

    private Guid VentanaOf(Person seller) => _sellers.IndexOf(seller) < 2 ? _ventanas[0].Id : _ventanas[1].Id;

    private Task<Answer> Sell(Guid sorteo, Person seller, NaiveTicket ticket, bool isOnBehalf)
    {
        object[] jugadas =
        [
            .. ticket.Lines.Select(line => line.Type == "NUMERO"
                ? GameWorld.Numero(line.Number, line.Amount, line.MultiplierId)
                : GameWorld.Reventado(line.Number, line.Amount)),
        ];
        var listero = _ventanas.Single(ventana => ventana.Id == ticket.Ventana).Listero;
        return isOnBehalf
            ? (_random.Next(2) == 0 ? listero.Client : _counter.Admin)
                .Post("/tickets", _counter.Game.Order(sorteo, jugadas, seller.Id))
            : seller.Client.Post("/tickets", _counter.Game.Ticket(sorteo, jugadas));
    }

    private static void Compare(NaiveRefusal? expected, Answer answer)
    {
        if (expected is null)
        {
            answer.Succeeded();
            return;
        }

        answer.Refused(HttpStatusCode.BadRequest, expected.Code);
        var meta = answer.Json.GetProperty("meta");
        var told = expected.Code == "NUMBER_MAXTOTAL_EXCEEDED"
            ? new NaiveRefusal(
                expected.Code, meta.Text("number"), meta.Money("accumulatedInSorteo"), meta.Money("amountForNumber"),
                meta.Money("effectiveMaxTotal"))
            : new NaiveRefusal(
                expected.Code, meta.Text("number"), 0, meta.Money("amountAttempted"), meta.Money("maxAmount"));
        Assert.AreEqual(expected, told);
    }

    private static async Task CancelOrRestore(
        (Guid Id, Person Seller, NaiveTicket Ticket) sold, NaiveCounter model, IReadOnlyList<NaiveRule> rules)
    {
        if (sold.Ticket.Counts)
        {
            (await sold.Seller.Client.Patch($"/tickets/{sold.Id}/cancel")).Succeeded();
            sold.Ticket.Counts = false;
            return;
        }

        var expected = model.Refuse(rules, sold.Ticket, isOnBehalf: false);
        Compare(expected, await sold.Seller.Client.Patch($"/tickets/{sold.Id}/restore"));
        sold.Ticket.Counts = expected is null;
    }

    private async Task<List<NaiveRule>> Rules()
    {
        await _counter.Host.Execute("update restriction_rules set is_active = false");
        var rules = new List<NaiveRule>();
        for (var order = _random.Next(1, 6); order > 0; order--)
        {
            var scope = _random.Next(4);
            var seller = _sellers[_random.Next(_sellers.Count)];
            decimal? floor = _random.Next(3) == 0 ? _random.Next(1, 8) * 200 : null;
            rules.Add(new NaiveRule(
                Guid.CreateVersion7(), rules.Count, scope == 0 ? null : _counter.Banca.Id,
                scope == 2 ? VentanaOf(seller) : null, scope == 3 ? seller.Id : null,
                _random.Next(3) == 0 ? Numbers[_random.Next(Numbers.Length)] : null,
                _random.Next(3) == 0 ? _random.Next(2, 12) * 100 : null,
                _random.Next(2) == 0 ? _random.Next(2, 20) * 150.5m : null,
                floor, floor is not null && _random.Next(2) == 0 ? _random.Next(1, 60) * 0.75m : null,
                scope is 1 or 2 && _random.Next(3) == 0,
                _random.Next(4) switch { 0 => _counter.Game.ReventadoId, 1 => _cheap, _ => null }));
        }

        // A lotería's multiplier without an amount would be a block, and no two rules say the same of the same.
        rules.RemoveAll(rule => rule is { MaxAmount: null, MaxTotal: null, BaseAmount: null });
        rules = [.. rules.DistinctBy(r => (r.BancaId, r.VentanaId, r.UserId, r.Number, r.MultiplierId, r.PerVendedor))];
        foreach (var rule in rules)
        {
            await Insert(rule);
        }

        return rules;
    }

    private Task Insert(NaiveRule rule) => _counter.Host.Execute(
        """
        insert into restriction_rules (id, banca_id, ventana_id, user_id, number, max_amount, max_total, base_amount,
            sales_percentage, applies_to_vendedor, loteria_id, multiplier_id, is_auto_date, is_active, created_at, updated_at)
        select x.id, x.banca_id, x.ventana_id, x.user_id, x.number, x.max_amount, x.max_total, x.base_amount, x.percentage,
            x.per_vendedor, x.loteria_id, x.multiplier_id, false, true, now() + x.place * interval '1 second', now()
        from jsonb_to_record($1::jsonb) as x(id uuid, banca_id uuid, ventana_id uuid, user_id uuid, number text,
            max_amount numeric, max_total numeric, base_amount numeric, percentage numeric, per_vendedor boolean,
            loteria_id uuid, multiplier_id uuid, place int)
        """,
        JsonSerializer.Serialize(new
        {
            id = rule.Id,
            banca_id = rule.BancaId,
            ventana_id = rule.VentanaId,
            user_id = rule.UserId,
            number = rule.Number,
            max_amount = rule.MaxAmount,
            max_total = rule.MaxTotal,
            base_amount = rule.BaseAmount,
            percentage = rule.Percentage,
            per_vendedor = rule.PerVendedor,
            loteria_id = rule.MultiplierId is null ? (Guid?)null : _counter.Game.LoteriaId,
            multiplier_id = rule.MultiplierId,
            place = rule.Order,
        }));

    /// <summary>Percentages that were agreed, by whose they are: a default, and one for side bets.</summary>
    private async Task<Dictionary<Guid, (decimal Default, decimal Side)>> Policies()
    {
        var agreed = new Dictionary<Guid, (decimal, decimal)>();
        await Agree("bancas", _counter.Banca.Id);
        foreach (var ventana in _ventanas)
        {
            await Agree("ventanas", ventana.Id);
            await Agree("users", ventana.Listero.Id);
        }

        foreach (var seller in _sellers)
        {
            await Agree("users", seller.Id);
        }

        return agreed;

        async Task Agree(string table, Guid id)
        {
            var (standard, side) = (_random.Next(0, 2000) / 100m, _random.Next(0, 2000) / 100m);
            var kind = _random.Next(3);
            var policy = FormattableString.Invariant($$"""
                {"version": 1, "effectiveFrom": null, "effectiveTo": null, "defaultPercent": {{standard}}, "rules": [
                    {"id": "side", "loteriaId": null, "betType": "REVENTADO", "multiplierRange": {"min": 1, "max": 1},
                        "percent": {{side}}}]}
                """);
            await _counter.Host.Execute(
                $"update {table} set commission_policy_json = $2::jsonb where id = $1", id,
                kind == 0 ? policy : kind == 1 ? WrongPolicy : (object)DBNull.Value);
            if (kind == 0)
            {
                agreed[id] = (standard, side);
            }
        }
    }

    private void Earned(Dictionary<Guid, (decimal Default, decimal Side)> policies, NaiveTicket ticket, JsonElement sold)
    {
        var listero = _ventanas.Single(ventana => ventana.Id == ticket.Ventana).Listero.Id;
        var (ofSeller, ofListero) = (Of(ticket.Vendedor), Of(listero));
        var (commission, listeros) = (0m, 0m);
        foreach (var (line, told) in ticket.Lines.Zip(sold.Rows("jugadas")))
        {
            var isSide = line.Type == "REVENTADO";
            var own = Percent(ofSeller, isSide) * line.Amount / 100;
            var his = Percent(ofListero, isSide) * line.Amount / 100;
            (own, his) = (Math.Round(own, 2, MidpointRounding.AwayFromZero), Math.Round(his, 2, MidpointRounding.AwayFromZero));
            Assert.AreEqual(
                (own, his, isSide ? 0 : line.MultiplierId == _cheap ? 85m : 90m),
                (told.Money("commissionAmount"), told.Money("listeroCommissionAmount"), told.Money("finalMultiplierX")));
            (commission, listeros) = (commission + own, listeros + his);
        }

        Assert.AreEqual(
            (ticket.Lines.Sum(line => line.Amount), commission, listeros),
            (sold.Money("totalAmount"), sold.Money("totalCommission"), sold.Money("totalListeroCommission")));

        (decimal Default, decimal Side)? Of(Guid person) =>
            policies.TryGetValue(person, out var own) ? own
            : policies.TryGetValue(ticket.Ventana, out var ventana) ? ventana
            : policies.TryGetValue(_counter.Banca.Id, out var banca) ? banca
            : null;

        static decimal Percent((decimal Default, decimal Side)? policy, bool isSide) =>
            policy is not { } agreed ? 0 : isSide ? agreed.Side : agreed.Default;
    }

    private async Task CountersAreSums(Guid sorteo)
    {
        Assert.AreEqual(0, await _counter.Host.Scalar<long>(
            """
            select count(*) from number_exposures e where e.sorteo_id = $1 and e.amount <> (
                select coalesce(sum(j.amount), 0) from tickets t join jugadas j on j.ticket_id = t.id
                where t.sorteo_id = e.sorteo_id and t.status = 'ACTIVE' and j.number = e.number
                    and e.scope_id in (t.vendedor_id, t.ventana_id, t.banca_id)
                    and (e.kind = 'ALL' or e.kind = j.type or e.kind = j.multiplier_id::text))
            """,
            sorteo));
        Assert.AreEqual(0, await _counter.Host.Scalar<long>(
            """
            select count(*) from seller_sales s where s.sorteo_id = $1 and s.amount <> (
                select coalesce(sum(t.total_amount), 0) from tickets t
                where t.sorteo_id = s.sorteo_id and t.status = 'ACTIVE' and t.vendedor_id = s.vendedor_id)
            """,
            sorteo));
    }
}
