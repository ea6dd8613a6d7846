using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Sorteos;

/// <summary>When a draw is not evaluated, and that it never is twice.</summary>
[TestClass]
public sealed class EvaluationRefusalTests
{
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    // D-39
    [TestMethod]
    public async Task A_draw_is_not_evaluated_before_its_time()
    {
        var sorteo = await _counter.OpenSorteo();

        await Refused(sorteo, new { winningNumber = "27" }, HttpStatusCode.Conflict, "SORTEO_NOT_DRAWN_YET");
    }

    [TestMethod]
    public async Task A_draw_that_never_opened_is_not_evaluated()
    {
        var sorteo = await _counter.Game.Sorteo(TimeSpan.FromMinutes(1));
        _counter.Host.Clock.Advance(TimeSpan.FromMinutes(1));

        await Refused(sorteo, new { winningNumber = "27" }, HttpStatusCode.Conflict, "SORTEO_NOT_EVALUABLE");
    }

    [TestMethod]
    public async Task A_deleted_draw_is_not_evaluated()
    {
        var sorteo = await Drawn();
        (await _counter.Admin.Delete($"/sorteos/{sorteo}")).Succeeded();

        await Refused(sorteo, new { winningNumber = "27" }, HttpStatusCode.Conflict, "SORTEO_NOT_EVALUABLE");
    }

    [TestMethod]
    [DataRow("7", "WINNING_NUMBER_DIGITS")]
    [DataRow("027", "WINNING_NUMBER_DIGITS")]
    [DataRow("2a", "VALIDATION_FAILED")]
    [DataRow("0027", "VALIDATION_FAILED")]
    public async Task A_winning_number_has_the_digits_of_the_draw(string winningNumber, string code) =>
        await Refused(await Drawn(), new { winningNumber }, HttpStatusCode.BadRequest, code);

    [TestMethod]
    public async Task An_extra_is_an_active_reventado_of_the_loteria_that_applies_to_the_draw()
    {
        var (sorteo, next) = (await Drawn(), await _counter.OpenSorteo());
        var off = await _counter.Game.Multiplier("Apagado", 100, "REVENTADO");
        (await _counter.Admin.Delete($"/multipliers/{off}", new { isActive = false })).Succeeded();
        var special = await _counter.Game.Multiplier("Especial", 500, "REVENTADO", onlyFor: next);
        var own = await _counter.Game.Multiplier("Propio", 300, "REVENTADO", onlyFor: sorteo);

        foreach (var (extra, code) in new[]
        {
            (Guid.CreateVersion7(), "EXTRA_MULTIPLIER_INVALID"),
            (off, "EXTRA_MULTIPLIER_INVALID"),
            ((await _counter.Banca.Loteria()).ReventadoId, "EXTRA_MULTIPLIER_LOTERIA"),
            (_counter.Game.NumeroId, "EXTRA_MULTIPLIER_KIND"),
            (special, "EXTRA_MULTIPLIER_SORTEO"),
        })
        {
            await Refused(
                sorteo, new { winningNumber = "27", extraMultiplierId = extra }, HttpStatusCode.BadRequest, code);
        }

        (await Evaluate(sorteo, new { winningNumber = "27", extraMultiplierId = own })).Succeeded();
    }

    [TestMethod]
    public async Task Only_its_banca_and_administrators_evaluate_a_draw()
    {
        var sorteo = await Drawn();
        var (boss, listero) = (await _counter.Banca.Administrator(), await _counter.Banca.Listero(_counter.VentanaId));
        var stranger = await (await _counter.World.Banca()).Administrator();
        var body = new { winningNumber = "27" };

        foreach (var client in new[] { _counter.Seller.Client, listero.Client })
        {
            (await client.Patch($"/sorteos/{sorteo}/evaluate", body)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        (await stranger.Client.Patch($"/sorteos/{sorteo}/evaluate", body))
            .Refused(HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");
        (await boss.Client.Patch($"/sorteos/{sorteo}/evaluate", body)).Succeeded();
    }

    [TestMethod]
    public async Task Of_evaluations_at_the_same_moment_exactly_one_counts()
    {
        var sorteo = await Drawn();
        await using var holdup = await Stranger.Takes(
            _counter.Host, "select from sorteos where id = $1 for update", sorteo);
        var evaluations = Enumerable.Range(20, 4)
            .Select(number => Evaluate(sorteo, new { winningNumber = $"{number}" })).ToList();
        await holdup.UntilWaiting(4);
        await holdup.Commits();
        var answers = await Task.WhenAll(evaluations);

        var done = answers.Single(a => a.Status == HttpStatusCode.OK);
        foreach (var answer in answers.Except([done]))
        {
            answer.Refused(HttpStatusCode.Conflict, "SORTEO_ALREADY_EVALUATED");
        }

        Assert.AreEqual(done.Data.Text("winningNumber"), await _counter.Host.Scalar<string>(
            "select string_agg(winning_number, ' ') from sorteo_results where sorteo_id = $1", sorteo));
        Assert.AreEqual(1L, await _counter.Host.Scalar<long>(
            "select count(*) from activity_logs where action = 'SORTEO_EVALUATE' and target_id = $1",
            sorteo.ToString()));
    }

    // D-1
    [TestMethod]
    public async Task An_evaluated_draw_takes_no_second_result_by_any_way()
    {
        var sorteo = await Drawn();
        (await Evaluate(sorteo, new { winningNumber = "27" })).Succeeded();

        await Refused(sorteo, new { winningNumber = "72" }, HttpStatusCode.Conflict, "SORTEO_ALREADY_EVALUATED");
        (await _counter.Admin.Patch($"/sorteos/{sorteo}/close")).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");
        (await _counter.Admin.Patch($"/sorteos/{sorteo}/open"))
            .Refused(HttpStatusCode.Conflict, "SORTEO_NOT_SCHEDULED");
        (await _counter.Admin.Patch($"/sorteos/{sorteo}/restore"))
            .Refused(HttpStatusCode.BadRequest, "SORTEO_NOT_RESTORABLE");
        (await _counter.Admin.Delete($"/sorteos/{sorteo}"))
            .Refused(HttpStatusCode.Conflict, "SORTEO_ALREADY_EVALUATED");
        (await _counter.Admin.Patch($"/sorteos/{sorteo}", new { name = "Otro" }))
            .Refused(HttpStatusCode.Conflict, "SORTEO_NOT_EDITABLE");
    }

    [TestMethod]
    public async Task The_database_refuses_a_second_standing_result()
    {
        var sorteo = await Drawn();
        (await Evaluate(sorteo, new { winningNumber = "27" })).Succeeded();

        var refused = await Assert.ThrowsExactlyAsync<PostgresException>(() => _counter.Host.Execute(
            """
            insert into sorteo_results (id, sorteo_id, winning_number, extra_multiplier_x, winning_tickets, total_payout,
                evaluated_at)
            values (gen_random_uuid(), $1, '72', 0, 0, 0, now())
            """, sorteo));

        Assert.AreEqual("ux_sorteo_results_one_standing", refused.ConstraintName);
    }

    private static async Task<Guid> Drawn()
    {
        var sorteo = await _counter.OpenSorteo();
        _counter.Host.Clock.Advance(TimeSpan.FromHours(3));
        return sorteo;
    }

    private static Task<Answer> Evaluate(Guid sorteo, object body) =>
        _counter.Admin.Patch($"/sorteos/{sorteo}/evaluate", body);

    private static async Task Refused(Guid sorteo, object body, HttpStatusCode status, string code)
    {
        var before = await Row(sorteo);

        (await Evaluate(sorteo, body)).Refused(status, code);

        Assert.AreEqual(before, await Row(sorteo));
    }

    private static Task<string> Row(Guid sorteo) =>
        _counter.Host.Scalar<string>("select s::text from sorteos s where id = $1", sorteo);
}
