using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Restrictions;

/// <summary>What no rule may say: not a new one, and not one that is changed, alone or with others.</summary>
[TestClass]
public sealed class RestrictionTermsTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static ApiClient _boss = null!;
    private static GameWorld _game = null!;
    private static Guid _ventanaId;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = (await _banca.Administrator()).Client;
        _game = await _banca.Loteria();
        _ventanaId = await _banca.Ventana();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("""{"salesCutoffMinutes": 5, "maxAmount": 1}""", "RESTRICTION_CUTOFF_WITH_AMOUNTS")]
    [DataRow("""{"salesCutoffMinutes": 5, "baseAmount": 0}""", "RESTRICTION_CUTOFF_WITH_AMOUNTS")]
    [DataRow("""{"salesCutoffMinutes": 0, "maxTotal": 1}""", "RESTRICTION_CUTOFF_WITH_AMOUNTS")]
    [DataRow("""{"salesCutoffMinutes": 5, "loteriaId": "LOTERIA"}""", "RESTRICTION_CUTOFF_WITH_MULTIPLIER")]
    [DataRow("""{"salesCutoffMinutes": 5, "number": "15"}""", "RESTRICTION_CUTOFF_WITH_NUMBER")]
    [DataRow("""{"salesCutoffMinutes": 5, "isAutoDate": true}""", "RESTRICTION_CUTOFF_WITH_NUMBER")]
    [DataRow("""{"loteriaId": "LOTERIA"}""", "RESTRICTION_MULTIPLIER_INCOMPLETE")]
    [DataRow("""{"multiplierId": "NUMERO", "maxAmount": 1}""", "RESTRICTION_MULTIPLIER_INCOMPLETE")]
    [DataRow("""{"loteriaId": "LOTERIA", "multiplierId": "NUMERO", "isAutoDate": true, "maxTotal": 1}""",
        "RESTRICTION_MULTIPLIER_AUTO_DATE")]
    [DataRow("""{"isAutoDate": true}""", "RESTRICTION_AUTO_DATE_WITHOUT_AMOUNT")]
    [DataRow("""{"isAutoDate": true, "maxTotal": 1, "number": "15"}""", "RESTRICTION_AUTO_DATE_WITH_NUMBER")]
    [DataRow("""{"loteriaId": "LOTERIA", "multiplierId": "OTHER"}""", "RESTRICTION_MULTIPLIER_LOTERIA")]
    [DataRow("""{"loteriaId": "LOTERIA", "multiplierId": "OFF"}""", "RESTRICTION_MULTIPLIER_INACTIVE")]
    public async Task A_rule_that_contradicts_itself_is_refused(string terms, string code)
    {
        var body = await Filled(terms);
        var rule = await _banca.Restriction(new { userId = await Seller() });
        var other = await _banca.Restriction(new { userId = await Seller() });
        var before = await Checksum.Of(_world.Host);

        (await Post(body)).Refused(HttpStatusCode.BadRequest, code);
        (await Patch($"/restrictions/{rule}", body)).Refused(HttpStatusCode.BadRequest, code);
        (await _boss.Raw(
            HttpMethod.Put, "/restrictions/bulk", $$"""{"ids": ["{{rule}}", "{{other}}"], "data": {{body}}}"""))
            .Refused(HttpStatusCode.BadRequest, code);
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-52")]
    [DataRow("""{"salesPercentage": 5}""")]
    [DataRow("""{"salesPercentage": 0.01, "maxTotal": 100}""")]
    [DataRow("""{"salesPercentage": 5, "baseAmount": 0}""")]
    [DataRow("""{"salesPercentage": 5, "isAutoDate": true}""")]
    [DataRow("""{"salesPercentage": 5, "loteriaId": "LOTERIA", "multiplierId": "NUMERO"}""")]
    public async Task A_share_of_the_sales_has_a_floor(string terms)
    {
        (await Post(await Filled(terms))).Refused(HttpStatusCode.BadRequest, "RESTRICTION_PERCENTAGE_WITHOUT_BASE");
        var rule = await _banca.Restriction(new { userId = await Seller(), baseAmount = 2500, salesPercentage = 3 });
        (await Patch($"/restrictions/{rule}", """{"baseAmount": null}"""))
            .Refused(HttpStatusCode.BadRequest, "RESTRICTION_PERCENTAGE_WITHOUT_BASE");
        (await Patch($"/restrictions/{rule}", """{"baseAmount": null, "salesPercentage": 0}""")).Succeeded();
    }

    [TestMethod]
    [DataRow("maxAmount", "0")]
    [DataRow("maxAmount", "-1")]
    [DataRow("maxAmount", "0.001")]
    [DataRow("maxAmount", "100000001")]
    [DataRow("maxAmount", "\"mucho\"")]
    [DataRow("maxAmount", "true")]
    [DataRow("maxTotal", "0")]
    [DataRow("maxTotal", "1.999")]
    [DataRow("baseAmount", "-0.01")]
    [DataRow("baseAmount", "[]")]
    [DataRow("salesPercentage", "100.01")]
    [DataRow("salesPercentage", "-1")]
    [DataRow("salesPercentage", "1.234")]
    [DataRow("salesCutoffMinutes", "31")]
    [DataRow("salesCutoffMinutes", "-1")]
    [DataRow("salesCutoffMinutes", "1.5")]
    [DataRow("appliesToHour", "24")]
    [DataRow("appliesToHour", "-1")]
    [DataRow("appliesToDate", "\"mañana\"")]
    [DataRow("appliesToDate", "\"\"")]
    [DataRow("isAutoDate", "null")]
    [DataRow("isAutoDate", "\"false\"")]
    [DataRow("appliesToVendedor", "null")]
    [DataRow("message", "\"\"")]
    [DataRow("number", "\"\"")]
    [DataRow("number", "\"1234\"")]
    [DataRow("number", "\"1a\"")]
    [DataRow("number", "\"٣\"")]
    [DataRow("number", "15")]
    [DataRow("multiplierId", "\"nada\"")]
    [DataRow("restriction", "1")]
    public async Task A_value_that_makes_no_sense_is_refused(string field, string value)
    {
        var body = $$"""{"{{field}}": {{value}}}""";
        var rule = await _banca.Restriction(new { userId = await Seller() });
        var before = await Checksum.Of(_world.Host);

        Wrong(await Post(body));
        Wrong(await Patch($"/restrictions/{rule}", body));
        Wrong(await _boss.Raw(HttpMethod.Put, "/restrictions/bulk", $$"""{"ids": ["{{rule}}"], "data": {{body}}}"""));
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [DataRow("""[]""")]
    [DataRow("""["1", "1"]""")]
    [DataRow("""["1", null]""")]
    [DataRow("""["1", 2]""")]
    [DataRow("""["1", "1000"]""")]
    [DataRow("""["1\n"]""")]
    [DataRow("""{"a": 1}""")]
    public async Task A_list_of_numbers_that_makes_no_sense_is_refused(string numbers) =>
        Wrong(await Post($$"""{"number": {{numbers}}, "maxTotal": 1}"""));

    [TestMethod]
    public async Task A_thousand_numbers_are_taken_and_no_more()
    {
        var seller = await Seller();
        var numbers = Enumerable.Range(0, 1000).Select(n => n.ToString("000", null)).ToList();

        Wrong(await _boss.Post("/restrictions", new { userId = seller, number = numbers.Append("0"), maxTotal = 1 }));
        var made = await _boss.Post("/restrictions", new { userId = seller, number = numbers, maxTotal = 1 });

        Assert.HasCount(1000, made.Succeeded().Json.Rows());
    }

    [TestMethod]
    public async Task A_scope_and_nothing_else_is_a_rule_too() =>
        (await _boss.Post("/restrictions", new { userId = await Seller() })).Succeeded();

    [TestMethod]
    public async Task A_block_without_words_says_which_multiplier_it_is_about()
    {
        var rule = await _banca.Restriction(
            new { userId = await Seller(), loteriaId = _game.LoteriaId, multiplierId = _game.NumeroId });
        Assert.AreEqual("El multiplicador 'Base' está restringido para esta lotería.", await Message());

        (await Patch($"/restrictions/{rule}", $$"""{"multiplierId": "{{_game.ReventadoId}}"}""")).Succeeded();
        Assert.AreEqual("El multiplicador 'Reventado' está restringido para esta lotería.", await Message());

        (await Patch($"/restrictions/{rule}", """{"message": "Hoy no"}""")).Succeeded();
        (await Patch($"/restrictions/{rule}", $$"""{"multiplierId": "{{_game.NumeroId}}"}""")).Succeeded();
        Assert.AreEqual("Hoy no", await Message());

        (await Patch($"/restrictions/{rule}", """{"message": null}""")).Succeeded();
        Assert.AreEqual("El multiplicador 'Base' está restringido para esta lotería.", await Message());

        async Task<string> Message() => (await _boss.Get($"/restrictions/{rule}")).Data.Text("message");
    }

    // Its multiplier was there when it was made; that it is off by now is no reason to keep the rule as it is.
    [TestMethod]
    public async Task A_rule_whose_multiplier_was_switched_off_can_still_be_changed()
    {
        var multiplier = await _game.Multiplier(_world.Name("M"), 5);
        var rule = await _banca.Restriction(
            new { userId = await Seller(), loteriaId = _game.LoteriaId, multiplierId = multiplier, maxTotal = 1 });
        (await _boss.Delete($"/multipliers/{multiplier}", new { isActive = false })).Succeeded();

        (await Patch($"/restrictions/{rule}", """{"maxTotal": 2}""")).Succeeded();
    }

    [TestMethod]
    public async Task What_a_rule_speaks_of_is_there()
    {
        var seller = await Seller();
        var nobody = Guid.CreateVersion7();
        (await _boss.Post("/restrictions", new { userId = seller, loteriaId = nobody, multiplierId = _game.NumeroId }))
            .Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");
        (await _boss.Post("/restrictions", new { userId = seller, loteriaId = _game.LoteriaId, multiplierId = nobody }))
            .Refused(HttpStatusCode.NotFound, "MULTIPLIER_NOT_FOUND");
    }

    private static void Wrong(Answer answer)
    {
        Assert.AreEqual(HttpStatusCode.BadRequest, answer.Status, answer.Text);
        Assert.Contains(answer.Code, (string[])["VALIDATION_FAILED", "MALFORMED_JSON"], answer.Text);
    }

    private static Task<Answer> Post(string body) => _boss.Raw(HttpMethod.Post, "/restrictions", body);

    private static Task<Answer> Patch(string path, string body) => _boss.Raw(HttpMethod.Patch, path, body);

    private static async Task<Guid> Seller() => (await _banca.Vendedor(_ventanaId)).Id;

    private static async Task<string> Filled(string terms)
    {
        if (terms.Contains("OFF", StringComparison.Ordinal))
        {
            var off = await _game.Multiplier(_world.Name("M"), 5);
            (await _boss.Delete($"/multipliers/{off}", new { isActive = false })).Succeeded();
            terms = terms.Replace("OFF", off.ToString(), StringComparison.Ordinal);
        }

        return terms.Replace("LOTERIA", _game.LoteriaId.ToString(), StringComparison.Ordinal)
            .Replace("NUMERO", _game.NumeroId.ToString(), StringComparison.Ordinal)
            .Replace("OTHER", terms.Contains("OTHER", StringComparison.Ordinal)
                ? (await _banca.Loteria()).NumeroId.ToString() : "", StringComparison.Ordinal);
    }
}
