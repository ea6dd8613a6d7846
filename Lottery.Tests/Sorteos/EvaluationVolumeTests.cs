using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Sorteos;

/// <summary>A draw with 20 000 tickets and 100 000 jugadas is evaluated by a few statements, right to the cent.</summary>
[TestClass]
public sealed class EvaluationVolumeTests
{
    private const int Tickets = 20_000;

    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task Twenty_thousand_tickets_take_as_many_statements_as_twenty_and_every_prize_is_right()
    {
        var (few, many) = (await _counter.OpenSorteo(), await _counter.OpenSorteo());
        await SellBySql(few, 20, firstNumber: 100_000);
        await SellBySql(many, Tickets, firstNumber: 200_000);
        _counter.Host.Clock.Advance(TimeSpan.FromHours(4));
        await CountWritesBySql();

        var forFew = await StatementsToEvaluate(few);
        var forMany = await StatementsToEvaluate(many);

        Assert.AreEqual(forFew, forMany);
        Assert.IsLessThan(15, forMany.Commands);
        Assert.IsGreaterThan(0, forMany.Commands);
        await EveryPrizeIsRight(many);
    }

    // Row by row in decimal arithmetic, knowing nothing of the statement that it checks.
    private static async Task EveryPrizeIsRight(Guid sorteo)
    {
        var expected = new Dictionary<Guid, decimal>();
        var lines = await _counter.Host.Rows(
            r => (Ticket: r.GetGuid(0), Status: r.GetString(1), Type: r.GetString(2), Number: r.GetString(3),
                Amount: r.GetDecimal(4), X: r.GetDecimal(5), Payout: r.IsDBNull(6) ? (decimal?)null : r.GetDecimal(6)),
            """
            select t.id, t.status, j.type, j.number, j.amount, j.final_multiplier_x, j.payout
            from tickets t join jugadas j on j.ticket_id = t.id where t.sorteo_id = $1
            """, sorteo);
        foreach (var line in lines)
        {
            var x = line.Type == "REVENTADO" ? 200 : line.X;
            var wins = line.Status != "CANCELLED" && line.Number == "27";
            var prize = wins ? Math.Round(line.Amount * x, 2, MidpointRounding.AwayFromZero) : (decimal?)null;
            Assert.AreEqual(prize, line.Payout);
            expected[line.Ticket] = expected.GetValueOrDefault(line.Ticket) + (prize ?? 0);
        }

        var tickets = await _counter.Host.Rows(
            r => (Id: r.GetGuid(0), Status: r.GetString(1), Won: r.GetBoolean(2), Payout: r.GetDecimal(3)),
            "select id, status, is_winner, total_payout from tickets where sorteo_id = $1", sorteo);
        Assert.AreEqual((5 * Tickets, Tickets), (lines.Count, tickets.Count));
        foreach (var ticket in tickets)
        {
            Assert.AreEqual((expected[ticket.Id], expected[ticket.Id] > 0), (ticket.Payout, ticket.Won));
        }

        Assert.AreEqual(Tickets / 50, tickets.Count(t => t.Status == "CANCELLED"));
        Assert.AreEqual(Tickets - (Tickets / 50), tickets.Count(t => t.Status == "EVALUATED"));
        Assert.AreEqual(
            $"{expected.Values.Count(p => p > 0)} {expected.Values.Sum():0.00}",
            await _counter.Host.Scalar<string>(
                "select concat_ws(' ', winning_tickets, total_payout) from sorteo_results where sorteo_id = $1", sorteo));
    }

    private static async Task<(int Commands, long Writes)> StatementsToEvaluate(Guid sorteo)
    {
        await _counter.Host.Execute("alter sequence statements restart");
        using var count = new StatementCount(_counter.Host);
        (await _counter.Admin.Patch(
            $"/sorteos/{sorteo}/evaluate",
            new { winningNumber = "27", extraMultiplierId = _counter.Game.ReventadoId })).Succeeded();
        return (count.Statements, await _counter.Host.Scalar<long>("select nextval('statements')"));
    }

    // One command may hold many statements, so PostgreSQL counts those that write as well.
    private static Task CountWritesBySql() => _counter.Host.Execute("""
        create sequence statements;
        create function count_statement() returns trigger language plpgsql as $$
        begin
            perform nextval('statements');
            return null;
        end $$;
        create trigger counted after insert or update or delete on tickets
            for each statement execute function count_statement();
        create trigger counted after insert or update or delete on jugadas
            for each statement execute function count_statement();
        create trigger counted after insert or update or delete on sorteo_results
            for each statement execute function count_statement();
        create trigger counted after insert or update or delete on activity_logs
            for each statement execute function count_statement();
        """);

    // Five jugadas a ticket, the last a reventado on the number of the first; of fifty tickets one is
    // cancelled, and many of those would have won.
    private static async Task SellBySql(Guid sorteo, int tickets, int firstNumber)
    {
        await _counter.Host.Execute(
            """
            insert into tickets (id, ticket_number, banca_id, loteria_id, sorteo_id, ventana_id, vendedor_id,
                total_amount, status, is_winner, total_payout, total_paid, cliente_nombre, business_date, created_by,
                created_by_role, print_count, created_at, updated_at)
            select gen_random_uuid(), 'T' || ($6 + n), $1, $2, $3, $4, $5, 1,
                case when n % 50 = 2 then 'CANCELLED' else 'ACTIVE' end, false, 0, 0, 'CLIENTE CONTADO',
                date '2026-10-20', $5, 'VENDEDOR', 0, now(), now()
            from generate_series(1, $7) n
            """,
            _counter.Banca.Id, _counter.Game.LoteriaId, sorteo, _counter.VentanaId, _counter.Seller.Id, firstNumber,
            tickets);
        await _counter.Host.Execute(
            """
            insert into jugadas (ticket_id, sorteo_id, is_winner, line, id, type, number, amount, multiplier_id,
                final_multiplier_x, multiplier_source)
            select t.id, $1, false, line, gen_random_uuid(),
                case line when 5 then 'REVENTADO' else 'NUMERO' end,
                lpad(((t.n * 7 + case line when 5 then 1 else line end * 13) % 100)::text, 2, '0'),
                ((t.n * 31 + line * 17) % 100000 + 1) / 100.0,
                case line when 5 then null else $2::uuid end,
                case line when 5 then 0 else (array[90, 80.5, 85.25, 70.1234])[line] end,
                case line when 5 then 'DRAW' else 'CHOSEN' end
            from (select id, substr(ticket_number, 2)::int as n from tickets where sorteo_id = $1) t,
                generate_series(1, 5) line
            """, sorteo, _counter.Game.NumeroId);
        await _counter.Host.Execute(
            """
            update tickets t set total_amount = s.amount
            from (select ticket_id, sum(amount) as amount from jugadas where sorteo_id = $1 group by ticket_id) s
            where s.ticket_id = t.id
            """, sorteo);
    }
}
