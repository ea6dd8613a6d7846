using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

/// <summary>The rules of a lotería for the lines of a ticket.</summary>
[TestClass]
public sealed class SaleRulesTests
{
    private static readonly string[] OnlyNumero = ["NUMERO"];
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    // R7, D-32
    [TestMethod]
    [DataRow(2, "5", "NUMBER_DIGITS")]
    [DataRow(2, "005", "NUMBER_DIGITS")]
    [DataRow(3, "05", "NUMBER_DIGITS")]
    [DataRow(2, "0005", "VALIDATION_FAILED")]
    [DataRow(2, "", "NUMBER_DIGITS")]
    [DataRow(2, "-5", "VALIDATION_FAILED")]
    [DataRow(2, " 5", "VALIDATION_FAILED")]
    [DataRow(2, "٠٥", "VALIDATION_FAILED")]
    public async Task A_number_has_exactly_the_digits_of_the_draw(int digits, string number, string code)
    {
        var game = await _counter.Banca.Loteria(new { digits });

        await Refused(game, code, game.Numero(number, 100));
        await Sold(game, game.Numero(digits == 2 ? "05" : "005", 100), game.Numero(digits == 2 ? "99" : "999", 100));
    }

    [TestMethod]
    public async Task A_number_lies_in_the_range_of_the_game()
    {
        var game = await _counter.Banca.Loteria(new { numberRange = new { min = 10, max = 49 } });

        await Refused(game, "NUMBER_OUT_OF_RANGE", game.Numero("09", 100));
        await Refused(game, "NUMBER_OUT_OF_RANGE", game.Numero("50", 100));
        await Sold(game, game.Numero("10", 100), game.Numero("49", 100));
    }

    [TestMethod]
    public async Task A_stake_lies_between_the_smallest_and_the_largest()
    {
        var game = await _counter.Banca.Loteria(new { minBetAmount = 100, maxBetAmount = 500 });

        await Refused(game, "BET_MIN_VIOLATION", game.Numero("27", 99.99m));
        await Refused(game, "BET_MAX_VIOLATION", game.Numero("27", 500.01m));
        await Sold(game, game.Numero("27", 100), game.Numero("28", 500));
    }

    [TestMethod]
    public async Task A_ticket_has_at_most_so_many_jugadas()
    {
        var game = await _counter.Banca.Loteria(new { maxNumbersPerTicket = 2 });

        await Refused(
            game, "MAX_NUMBERS_PER_TICKET", game.Numero("27", 1), game.Numero("27", 1), GameWorld.Reventado("27", 1));
        await Sold(game, game.Numero("27", 1), GameWorld.Reventado("27", 1));
        await Refused(game, "VALIDATION_FAILED");
    }

    [TestMethod]
    public async Task A_game_may_leave_a_kind_of_bet_out()
    {
        object[] both = [GameWorld.Numero("27", 100, null), GameWorld.Reventado("27", 100)];
        var straight = await _counter.Banca.Loteria(new { allowedBetTypes = OnlyNumero });
        var without = await _counter.Banca.Loteria(new { reventadoConfig = new { enabled = false } });
        var all = await _counter.Banca.Loteria(new { allowedBetTypes = Array.Empty<string>() });

        await Refused(straight, "BETTYPE_NOT_ALLOWED", both);
        await Refused(without, "REVENTADO_DISABLED", both);
        await Sold(straight, both[0]);
        await Sold(without, both[0]);
        await Sold(all, both);
    }

    // R12
    [TestMethod]
    public async Task The_reventados_of_a_number_together_stay_within_its_numeros()
    {
        var game = _counter.Game;
        object[] straight = [game.Numero("12", 300), game.Numero("12", 200), game.Numero("13", 5000)];

        await Sold(game, [.. straight, GameWorld.Reventado("12", 500)]);
        await Sold(game, [GameWorld.Reventado("12", 250), .. straight, GameWorld.Reventado("12", 250)]);
        await Refused(game, "REVENTADO_EXCEEDS_NUMERO", [.. straight, GameWorld.Reventado("12", 500.01m)]);
        await Refused(
            game, "REVENTADO_EXCEEDS_NUMERO",
            [.. straight, GameWorld.Reventado("12", 500), GameWorld.Reventado("12", 0.01m)]);
    }

    [TestMethod]
    public async Task A_reventado_goes_with_a_numero_on_the_same_number()
    {
        var game = _counter.Game;

        await Refused(game, "REVENTADO_NEEDS_NUMERO", game.Numero("12", 300), GameWorld.Reventado("21", 100));
        await Refused(
            game, "VALIDATION_FAILED",
            game.Numero("12", 300), new { type = "REVENTADO", number = "12", reventadoNumber = "21", amount = 100 });
    }

    [TestMethod]
    [DataRow("0", "AMOUNT_INVALID")]
    [DataRow("-1", "AMOUNT_INVALID")]
    [DataRow("0.001", "AMOUNT_INVALID")]
    [DataRow("100.005", "AMOUNT_INVALID")]
    [DataRow("100000000.01", "AMOUNT_INVALID")]
    [DataRow("7e28", "AMOUNT_INVALID")]
    [DataRow("1e400", "VALIDATION_FAILED")]
    [DataRow("\"cien\"", "VALIDATION_FAILED")]
    [DataRow("null", "VALIDATION_FAILED")]
    public async Task A_stake_is_a_positive_amount_of_whole_cents(string amount, string code)
    {
        var sorteo = await _counter.OpenSorteo();

        await _counter.Host.RefusedWithoutTrace(() => Raw(sorteo, amount), HttpStatusCode.BadRequest, code);
    }

    [TestMethod]
    [DataRow("0.01", "0.01")]
    [DataRow("100.50", "100.50")]
    [DataRow("100.500", "100.50")]
    [DataRow("1e2", "100.00")]
    [DataRow("100000000", "100000000.00")]
    public async Task A_stake_is_stored_to_the_cent(string amount, string stored)
    {
        var sold = (await Raw(await _counter.OpenSorteo(), amount)).Data;

        Assert.AreEqual(stored, await _counter.Host.Scalar<string>(
            "select amount::text from jugadas where ticket_id = $1", sold.Id()));
    }

    private static Task<Answer> Raw(Guid sorteo, string amount) => _counter.Seller.Client.Raw(
        HttpMethod.Post,
        "/tickets",
        $$"""
        {"loteriaId":"{{_counter.Game.LoteriaId}}","sorteoId":"{{sorteo}}",
        "jugadas":[{"type":"NUMERO","number":"27","amount":{{amount}}}]}
        """);

    private static async Task Sold(GameWorld game, params object[] jugadas)
    {
        var sold = (await Sell(game, await _counter.OpenSorteo(game), jugadas)).Data;
        Assert.HasCount(jugadas.Length, sold.Rows("jugadas"));
    }

    private static async Task Refused(GameWorld game, string code, params object[] jugadas)
    {
        var sorteo = await _counter.OpenSorteo(game);
        await _counter.Host.RefusedWithoutTrace(() => Sell(game, sorteo, jugadas), HttpStatusCode.BadRequest, code);
    }

    private static Task<Answer> Sell(GameWorld game, Guid sorteo, object[] jugadas) => _counter.Seller.Client.Post(
        "/tickets", game.Order(sorteo, jugadas, idempotencyKey: Guid.CreateVersion7().ToString()));
}
