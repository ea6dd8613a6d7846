using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Watches;

namespace Lottery.Tests.Tickets.Sales;

/// <summary>
/// Sales that come while others of their draw are being written: they are written together, and what becomes of one is
/// nothing to the others.
/// </summary>
[TestClass]
public sealed partial class GroupedSaleTests
{
    private const int Members = 12;

    // As many as a process lets into the database by themselves.
    private static readonly int Leaders = Environment.ProcessorCount;

    private Counter _counter = null!;
    private Guid _sorteo;

    [TestInitialize]
    public async Task Open()
    {
        _counter = await Counter.Open();
        _sorteo = await _counter.OpenSorteo();
        // What a first sale finds out, the others need not.
        (await _counter.Sell(_sorteo, _counter.Game.Numero("99", 1))).Succeeded();
    }

    [TestCleanup]
    public async Task Close() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task They_are_one_transaction_and_everybody_has_an_answer_and_figures_of_his_own()
    {
        var answers = await AllAtOnce([.. Enumerable.Range(0, Members).Select(_ => Order("27", 100))]);

        var ids = answers.Select(answer => answer.Data.Id()).ToArray();
        Assert.HasCount(Leaders + Members, ids.Distinct().ToList());
        Assert.AreEqual((long)ids.Length, await _counter.Host.Scalar<long>(
            "select count(*) from tickets where id = any($1)", ids));
        // Each leader that is done lets in those who wait by then.
        Assert.IsLessThanOrEqualTo(2L * Leaders, await _counter.Host.Scalar<long>(
            "select count(distinct xmin::text) from tickets where id = any($1)", ids));
        Assert.AreEqual((long)ids.Length, await _counter.Host.Scalar<long>(
            "select count(*) from activity_logs where action = 'TICKET_CREATE' and target_id = any($1)",
            (object)ids.Select(id => id.ToString()).ToArray()));
        Assert.AreEqual(ids.Length, answers.Select(answer => answer.Data.Text("ticketNumber")).Distinct().Count());
        foreach (var answer in answers)
        {
            Assert.IsGreaterThanOrEqualTo(6, Queries(answer), answer.Headers["Server-Timing"]);
        }
    }

    [TestMethod]
    public async Task A_limit_lets_in_as_many_of_them_as_it_would_one_after_the_other()
    {
        await _counter.Banca.Restriction(new { bancaId = _counter.Banca.Id, number = "27", maxTotal = 950 });
        (await _counter.Sell(_sorteo, _counter.Game.Numero("27", 50))).Succeeded();

        var answers = await AllAtOnce([.. Enumerable.Range(0, Members).Select(_ => Order("27", 100))]);

        Assert.AreEqual(Leaders + 9, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.OK))
        {
            Assert.AreEqual(0m, refused.Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED")
                .Json.GetProperty("meta").Money("available"));
        }

        Assert.AreEqual(950m, await _counter.Host.Scalar<decimal>(
            "select sum(amount) from jugadas where sorteo_id = $1 and number = '27'", _sorteo));
        await CountersAreRight();
    }

    [TestMethod]
    public async Task A_limit_that_follows_sales_is_not_raised_by_those_it_is_written_with()
    {
        await _counter.Banca.Restriction(new { bancaId = _counter.Banca.Id, baseAmount = 100, salesPercentage = 10 });
        (await _counter.Sell(_sorteo, _counter.Game.Numero("98", 100))).Succeeded();

        // With all of them sold, 10 % is 140; before any of them a number may hold 100.
        var orders = Enumerable.Range(0, Members - 1).Select(n => Order($"{n + 10}", 100)).Append(Order("50", 101));
        var answers = await AllAtOnce([.. orders]);

        // The last is right when enough of the others came before it, and only then.
        Array.ForEach(answers[..^1], answer => answer.Succeeded());
        Assert.AreEqual(0L, await _counter.Host.Scalar<long>(
            """
            select count(*) from jugadas j join tickets t on t.id = j.ticket_id
            where j.sorteo_id = $1 and j.amount > greatest(100, 0.1 * (
                select coalesce(sum(earlier.total_amount), 0) from tickets earlier
                where earlier.sorteo_id = $1 and earlier.xmin::text::bigint < t.xmin::text::bigint))
            """,
            _sorteo));
        await CountersAreRight();
    }

    [TestMethod]
    public async Task A_key_that_comes_twice_among_them_is_sold_once_and_harms_nobody()
    {
        var earlier = (await _counter.Seller.Client.Post("/tickets", Order("27", 100, "earlier-key"))).Data.Id();
        object[] orders =
        [
            Order("27", 100, "twice-key"), Order("28", 100), Order("27", 100, "twice-key"), Order("27", 100, "earlier-key"),
            Order("29", 100, "other-key"), Order("27", 100, "twice-key"), Order("30", 999, "earlier-key"),
        ];

        var answers = (await AllAtOnce(orders))[Leaders..];

        answers[6].Refused(HttpStatusCode.Conflict, "IDEMPOTENCY_PAYLOAD_MISMATCH");
        var ids = answers[..6].Select(answer => answer.Data.Id()).ToList();
        Assert.AreEqual(earlier, ids[3]);
        Assert.AreEqual(ids[0], ids[2]);
        Assert.AreEqual(ids[0], ids[5]);
        Assert.HasCount(4, ids.Distinct().ToList());
        Assert.AreEqual(2L + Leaders + 3, await _counter.Host.Scalar<long>(
            "select count(*) from tickets where sorteo_id = $1", _sorteo));
    }

    [TestMethod]
    public async Task Who_goes_away_while_he_waits_has_bought_nothing_and_takes_nobody_with_him()
    {
        using var impatient = new HttpClient { BaseAddress = _counter.Host.Address };
        impatient.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", _counter.Seller.Client.Token);
        using var interest = new CancellationTokenSource();

        await using var turn = await HoldTurn();
        var leaders = await Enter(turn);
        var leaving = impatient.PostAsJsonAsync("api/v1/tickets", Order("66", 100), interest.Token);
        await UntilWaiting(1);
        var staying = Post(Order("27", 100));
        await UntilWaiting(2);
        await interest.CancelAsync();
        await UntilWaiting(1);
        await turn.DisposeAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => leaving);
        (await staying).Succeeded();
        Array.ForEach(await Task.WhenAll(leaders), leader => leader.Succeeded());
        Assert.AreEqual(0L, await _counter.Host.Scalar<long>(
            "select count(*) from jugadas where sorteo_id = $1 and number = '66'", _sorteo));
    }

    [TestMethod]
    public async Task Those_whose_connection_dies_under_them_are_sold_once_each()
    {
        _counter.Host.Log.Expect("RETRY_CONNECTION");
        await using var turn = await HoldTurn();
        var leaders = await Enter(turn);
        var members = Enumerable.Range(0, Members).Select(one => Post(Order("27", 100, $"member-{one}"))).ToList();
        await UntilWaiting(Members);

        Assert.AreEqual(Leaders, await Kill());
        await UntilWaiting(0);
        await ApiProcess.Eventually(async () => await Kill() > 0, () => "Nobody saw the others take their place.");
        await turn.DisposeAsync();

        var ids = (await Task.WhenAll([.. leaders, .. members])).Select(answer => answer.Data.Id()).ToArray();
        Assert.HasCount(Leaders + Members, ids.Distinct().ToList());
        Assert.AreEqual(ids.Length + 1L, await _counter.Host.Scalar<long>(
            "select count(*) from tickets where sorteo_id = $1", _sorteo));
        await CountersAreRight();
    }

    private object Order(string number, decimal amount, string? key = null) =>
        _counter.Game.Order(_sorteo, [_counter.Game.Numero(number, amount)], idempotencyKey: key);

    private Task<Answer> Post(object order) => _counter.Seller.Client.Post("/tickets", order);

    /// <summary>The answers of the leaders and then, in their order, of the orders that waited for them.</summary>
    private async Task<Answer[]> AllAtOnce(object[] orders)
    {
        await using var turn = await HoldTurn();
        var sales = (await Enter(turn)).ToList();
        sales.AddRange(orders.Select(Post));
        await UntilWaiting(orders.Length);
        await turn.DisposeAsync();
        return await Task.WhenAll(sales);
    }

    private Task<Stranger> HoldTurn() => Stranger.Takes(
        _counter.Host, "select pg_advisory_xact_lock(hashtextextended($1::text, 0))", _sorteo);

    // Those who meet nobody, and wait in the database.
    private async Task<Task<Answer>[]> Enter(Stranger turn)
    {
        var leaders = Enumerable.Range(0, Leaders).Select(one => Post(Order($"{70 + one}", 100, $"leader-{one}"))).ToArray();
        await turn.UntilWaiting(Leaders);
        return leaders;
    }

    private Task UntilWaiting(int sales) => ApiProcess.Eventually(
        async () => (await MetricsText.Of(_counter.Host.ManagementAddress)).Sum("lottery_sales_waiting") == sales,
        () => $"Nobody saw {sales} sales wait.");

    private Task<long> Kill() => _counter.Host.Scalar<long>(
        """
        select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and backend_type = 'client backend'
        """);

    private async Task CountersAreRight() => Assert.Contains(
        "; 0 corregidos", (await _counter.Admin.Post($"/restrictions/rehydrate/{_sorteo}")).Data.Text("message"));

    private static int Queries(Answer answer) => int.Parse(
        Count().Match(answer.Headers["Server-Timing"]).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("""desc="(\d+) quer""")]
    private static partial Regex Count();
}
