using System.Diagnostics;
using System.Globalization;
using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Exposure.Model;

/// <summary>
/// Random rules and random tickets, decided by the product over HTTP and by a reference that adds everything up each
/// time. LOTTERY_MODEL_SECONDS says for how long, LOTTERY_MODEL_SEED which of them.
/// </summary>
[TestClass]
public sealed class SaleModelTests
{
    private const int TicketsOfADraw = 25;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("LOTTERY_MODEL_SECONDS") ?? "45", CultureInfo.InvariantCulture));

    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("LOTTERY_MODEL_SEED") ?? "20261126", CultureInfo.InvariantCulture);

    private readonly Random _random = new(Seed);
    private readonly Dictionary<string, int> _decided = [];
    private ModelHouse _house = null!;

    public TestContext TestContext { get; set; } = null!;

    [TestInitialize]
    public async Task Open() => _house = await ModelHouse.Open(_random);

    [TestCleanup]
    public async Task Close() => await _house.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "DRAW-9")]
    [TestProperty("Defect", "DRAW-33")]
    [TestProperty("Defect", "DRAW-52")]
    public async Task What_is_sold_refused_and_earned_is_what_the_reference_says()
    {
        var (rules, commissions) = (new ModelRules(_house, _random), new ModelCommissions(_house, _random));
        var clock = Stopwatch.StartNew();
        var draws = 0;
        for (; clock.Elapsed < Length; draws++)
        {
            var game = _house.Games[_random.Next(_house.Games.Count)];
            await commissions.Agree();
            await Play(game, await rules.Draw(game), commissions);
        }

        TestContext.WriteLine($"Seed {Seed}: {draws} draws. {string.Join(", ", _decided)}");
        foreach (var (decision, atLeast) in ((string, int)[])
            [("OK", 50), ("warned", 1), ("cancelled", 5), ("restored", 1), ("NUMBER_MAXTOTAL_EXCEEDED", 20),
             ("NUMBER_MAXAMOUNT_EXCEEDED", 20), ("LOTTERY_MULTIPLIER_RESTRICTED", 5), ("LISTA_EXCLUDED", 5)])
        {
            Assert.IsGreaterThanOrEqualTo(atLeast, _decided.GetValueOrDefault(decision), decision);
        }
    }

    private async Task Play(ModelGame game, NaiveDraw draw, ModelCommissions commissions)
    {
        var model = new NaiveCounter(draw);
        var ids = new List<(Guid Id, Person Seller, NaiveTicket Ticket)>();
        for (var count = 0; count < TicketsOfADraw; count++)
        {
            if (_random.Next(6) == 0 && ids.Count > 0)
            {
                await CancelOrRestore(ids[_random.Next(ids.Count)], model);
                continue;
            }

            var (seller, ticket) = _house.Ticket(game);
            var asker = _random.Next(8) switch { 0 => NaiveAsker.Listero, 1 => NaiveAsker.Admin, _ => NaiveAsker.Seller };
            var expected = model.Refuse(ticket, asker);
            var answer = await _house.Sell(game, draw.SorteoId, seller, ticket, asker);
            if ((expected is null) != (answer.Status == HttpStatusCode.OK))
            {
                Assert.Fail(
                    $"Seed {Seed}: {asker} for {ticket}: {expected} was expected, {answer.Code} told, under\n"
                    + $"{draw}\nafter\n{string.Join('\n', model.Tickets)}");
            }

            Compare(expected, answer);
            Count(expected?.Code ?? "OK");
            if (expected is null)
            {
                Warned(model.Blocks(ticket, asker), answer);
                commissions.Compare(game, ticket, answer.Data);
                model.Tickets.Add(ticket);
                ids.Add((answer.Data.Id(), seller, ticket));
            }
        }

        await CountersAreSums(draw.SorteoId);
    }

    private async Task CancelOrRestore((Guid Id, Person Seller, NaiveTicket Ticket) sold, NaiveCounter model)
    {
        if (sold.Ticket.Counts)
        {
            (await sold.Seller.Client.Patch($"/tickets/{sold.Id}/cancel")).Succeeded();
            sold.Ticket.Counts = false;
            Count("cancelled");
            return;
        }

        var expected = model.RefuseAgain(sold.Ticket);
        Compare(expected, await sold.Seller.Client.Patch($"/tickets/{sold.Id}/restore"));
        sold.Ticket.Counts = expected is null;
        Count(expected?.Code ?? "restored");
    }

    private static void Compare(NaiveRefusal? expected, Answer answer)
    {
        if (expected is null)
        {
            answer.Succeeded();
            return;
        }

        answer.Refused(
            expected.Code == "LISTA_EXCLUDED" ? HttpStatusCode.Conflict : HttpStatusCode.BadRequest, expected.Code);
        if (expected.Code == "LISTA_EXCLUDED")
        {
            return;
        }

        var meta = answer.Json.GetProperty("meta");
        Assert.AreEqual(expected, expected.Code switch
        {
            "NUMBER_MAXTOTAL_EXCEEDED" => new NaiveRefusal(
                expected.Code, meta.Text("number"), meta.Money("accumulatedInSorteo"), meta.Money("amountForNumber"),
                meta.Money("effectiveMaxTotal")),
            "NUMBER_MAXAMOUNT_EXCEEDED" => new NaiveRefusal(
                expected.Code, meta.Text("number"), 0, meta.Money("amountAttempted"), meta.Money("maxAmount")),
            _ => new NaiveRefusal(expected.Code, RuleId: meta.Id("ruleId")),
        });
    }

    // An administrator may sell what is blocked, and is told of every rule.
    private void Warned(IEnumerable<NaiveRefusal> expected, Answer answer)
    {
        var rules = expected.Select(block => block.RuleId).ToList();
        var told = answer.Data.TryGetProperty("warnings", out var warnings)
            ? warnings.EnumerateArray().Select(warning => (Guid?)warning.Id("ruleId")).ToList()
            : [];
        CollectionAssert.AreEqual(rules, told, answer.Text);
        if (rules.Count > 0)
        {
            Count("warned");
        }
    }

    private void Count(string decision) => _decided[decision] = _decided.GetValueOrDefault(decision) + 1;

    private async Task CountersAreSums(Guid sorteo)
    {
        Assert.AreEqual(0, await _house.Counter.Host.Scalar<long>(
            """
            select count(*) from number_exposures e where e.sorteo_id = $1 and e.amount <> (
                select coalesce(sum(j.amount), 0) from tickets t join jugadas j on j.ticket_id = t.id
                where t.sorteo_id = e.sorteo_id and t.status = 'ACTIVE' and j.number = e.number
                    and e.scope_id in (t.vendedor_id, t.ventana_id, t.banca_id)
                    and (e.kind = 'ALL' or e.kind = j.type or e.kind = j.multiplier_id::text))
            """,
            sorteo));
        Assert.AreEqual(0, await _house.Counter.Host.Scalar<long>(
            """
            select count(*) from seller_sales s where s.sorteo_id = $1 and s.amount <> (
                select coalesce(sum(t.total_amount), 0) from tickets t
                where t.sorteo_id = s.sorteo_id and t.status = 'ACTIVE' and t.vendedor_id = s.vendedor_id)
            """,
            sorteo));
    }
}
