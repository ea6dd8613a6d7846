using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Accounts;

/// <summary>Payments and collections, and taking them back.</summary>
[TestClass]
public sealed class MovementTests
{
    private const string Today = "2026-10-20";

    private static AccountWorld _world = null!;
    private Person _seller = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _world = await AccountWorld.Open();

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestInitialize]
    public async Task Hire() => _seller = await _world.Counter.Banca.Vendedor(_world.Ventana);

    [TestMethod]
    [TestProperty("Defect", "ACC-20")]
    public async Task A_movement_is_answered_with_the_day_that_it_counts_for()
    {
        var answer = await Move("collection", 1_234.56m, new { notes = "Del lunes", time = "08:15" });

        Assert.AreEqual(HttpStatusCode.Created, answer.Status, answer.Text);
        var (payment, day) = (answer.Data.GetProperty("payment"), answer.Data.GetProperty("statement"));
        Assert.AreEqual(
            (1_234.56m, "collection", "cash", "08:15", Today, "2026-10", "Del lunes", "Admin"),
            (payment.Money("amount"), payment.Text("type"), payment.Text("method"), payment.Text("time"),
                payment.Text("date"), payment.Text("month"), payment.Text("notes"), payment.Text("paidByName")));
        Assert.AreEqual(
            (_seller.Id, _world.Ventana, _world.Banca),
            (payment.Id("vendedorId"), payment.Id("ventanaId"), payment.Id("bancaId")));
        Assert.AreEqual(payment.Id("accountStatementId"), day.Id());
        Assert.AreEqual(
            (0m, 1_234.56m, -1_234.56m, -1_234.56m),
            (day.Money("balance"), day.Money("totalCollected"), day.Money("remainingBalance"),
                day.Money("accumulatedBalance")));
        Assert.AreEqual(payment.Id(), day.Rows("payments").Single().Id());
        Assert.AreEqual(1L, await _world.Counter.Host.Scalar<long>(
            "select count(*) from activity_logs where action = 'ACCOUNT_PAYMENT_CREATE' and target_id = $1",
            $"{payment.Id()}"));
    }

    [TestMethod]
    public async Task A_key_registers_once_and_answers_with_what_it_registered()
    {
        var key = $"cobro-{_seller.Id}";
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Move("payment", 500, new { idempotencyKey = key })));

        Assert.AreEqual(1, answers.Count(a => a.Status == HttpStatusCode.Created));
        Assert.AreEqual(11, answers.Count(a => a.Status == HttpStatusCode.OK));
        Assert.HasCount(1, answers.Select(a => a.Data.GetProperty("payment").Id()).Distinct().ToList());
        var replay = await Move("payment", 500.00m, new { idempotencyKey = key });
        Assert.IsTrue(replay.Succeeded().Json.GetProperty("meta").GetProperty("cached").GetBoolean());
        Assert.AreEqual(500m, await Saldo());
        (await Move("payment", 501, new { idempotencyKey = key }))
            .Refused(HttpStatusCode.Conflict, "IDEMPOTENCY_PAYLOAD_MISMATCH");

        // A key is the banca's: another may use the same.
        var other = await _world.Counter.World.Banca();
        var theirs = await _world.Admin.Post("/accounts/payment", new
        {
            date = Today,
            bancaId = other.Id,
            amount = 500,
            type = "payment",
            method = "cash",
            idempotencyKey = key,
        });
        Assert.AreEqual(HttpStatusCode.Created, theirs.Status, theirs.Text);
    }

    [TestMethod]
    public async Task A_key_that_two_accounts_want_at_once_is_one_of_theirs()
    {
        var other = await _world.Counter.Banca.Vendedor(_world.Ventana);
        for (var round = 0; round < 5; round++)
        {
            var key = $"dos-{_seller.Id}-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Move(
                "payment", 5, new { idempotencyKey = key, vendedorId = n % 2 == 0 ? _seller.Id : other.Id })));

            Assert.AreEqual(1, answers.Count(a => a.Status == HttpStatusCode.Created));
            Assert.AreEqual(2, answers.Count(a => a.Status == HttpStatusCode.OK));
            Assert.AreEqual(3, answers.Count(a => a.Code == "IDEMPOTENCY_PAYLOAD_MISMATCH"));
        }
    }

    [TestMethod]
    public async Task Many_at_once_lose_no_cent()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 40).Select(n =>
            Move(n % 2 == 0 ? "payment" : "collection", n / 100m, new { date = $"2026-10-{10 + (n % 10)}" })));

        Assert.IsTrue(answers.All(a => a.Status == HttpStatusCode.Created));
        Assert.AreEqual(Enumerable.Range(1, 40).Sum(n => n % 2 == 0 ? n / 100m : -n / 100m), await Saldo());
    }

    [TestMethod]
    [DataRow("payment", 0, null, null, 400, "INVALID_AMOUNT")]
    [DataRow("payment", 0.001, null, null, 400, "INVALID_AMOUNT")]
    [DataRow("payment", -5, null, null, 400, "INVALID_AMOUNT")]
    [DataRow("payment", 5, "2026-10-21", null, 400, "FUTURE_DATE")]
    [DataRow("payment", 5, "1999-12-31", null, 400, "INVALID_DATE")]
    [DataRow("payment", 5, null, "09:01", 400, "FUTURE_TIME")]
    [DataRow("payment", 5, null, "24:00", 400, "INVALID_TIME_FORMAT")]
    [DataRow("payment", 5, null, "9:00", 400, "INVALID_TIME_FORMAT")]
    [DataRow("loan", 5, null, null, 400, "VALIDATION_FAILED")]
    public async Task What_is_wrong_is_refused(
        string type, double amount, string? date, string? time, int status, string code)
    {
        (await Move(type, (decimal)amount, new { date = date ?? Today, time })).Refused((HttpStatusCode)status, code);
        Assert.AreEqual(0m, await Saldo());
    }

    [TestMethod]
    public async Task Whose_it_is_must_be_said_and_be_there()
    {
        (await Post(_world.Admin, new { })).Refused(HttpStatusCode.BadRequest, "MISSING_DIMENSION");
        (await Post(_world.Admin, new { vendedorId = _world.Banca })).Refused(HttpStatusCode.NotFound, "VENDEDOR_NOT_FOUND");
        (await Post(_world.Admin, new { ventanaId = _world.Banca })).Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        (await Post(_world.Admin, new { bancaId = _world.Ventana })).Refused(HttpStatusCode.NotFound, "BANCA_NOT_FOUND");
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-20")]
    public async Task What_is_taken_back_stays_on_record_and_counts_no_more()
    {
        var id = (await Move("payment", 800, new { time = "08:00" })).Data.GetProperty("payment").Id();

        (await Reverse(id, "no")).Refused(HttpStatusCode.BadRequest, "INVALID_REASON");
        var reversed = (await Reverse(id, "Monto equivocado")).Data;

        var payment = reversed.GetProperty("payment");
        Assert.IsTrue(payment.GetProperty("isReversed").GetBoolean());
        Assert.AreEqual(
            ("Monto equivocado", "Admin"),
            (payment.Text("reverseReason"), payment.GetProperty("reversedByUser").Text("name")));
        Assert.AreEqual(0m, reversed.GetProperty("statement").Money("totalPaid"));
        (await Reverse(id, "Otra vez")).Refused(HttpStatusCode.BadRequest, "PAYMENT_ALREADY_REVERSED");
        (await Reverse(_seller.Id, "Otra vez")).Refused(HttpStatusCode.NotFound, "PAYMENT_NOT_FOUND");
        Assert.AreEqual(0m, await Saldo());
        var shown = (await _world.Admin.Get($"/accounts/payment-history?date={Today}&vendedorId={_seller.Id}")).Json;
        Assert.AreEqual((1, id), (shown.GetProperty("meta").GetProperty("total").GetInt32(), shown.Rows()[0].Id()));
        var timeline = (await _world.Admin.Get(
            $"/accounts/statement/{Today}/bySorteo?dimension=vendedor&vendedorId={_seller.Id}")).Json.Rows();
        Assert.AreEqual(
            (800m, 0m, true),
            (timeline[0].Money("amount"), timeline[0].Money("balance"), timeline[0].GetProperty("isReversed").GetBoolean()));
    }

    [TestMethod]
    public async Task Of_two_who_take_back_the_same_only_one_does()
    {
        var id = (await Move("payment", 800)).Data.GetProperty("payment").Id();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Reverse(id, "Monto equivocado")));

        Assert.AreEqual(1, answers.Count(a => a.Status == HttpStatusCode.OK));
        Assert.AreEqual(7, answers.Count(a => a.Code == "PAYMENT_ALREADY_REVERSED"));
        Assert.AreEqual(0m, await Saldo());
    }

    [TestMethod]
    public async Task A_vendedor_is_let_off_and_can_be_given_it_back()
    {
        (await Move("payment", 45_000)).Succeeded();

        var reset = (await _world.Admin.Post("/accounts/reset-balance", new { vendedorId = _seller.Id })).Data;
        Assert.IsTrue(reset.GetProperty("success").GetBoolean());
        Assert.AreEqual(0m, await Saldo());
        Assert.AreEqual(45_000m, await Saldo("&ignoreReset=true"));
        var amount = (await _world.Admin.Get(
            $"/accounts/statement/{Today}/bySorteo?dimension=vendedor&vendedorId={_seller.Id}")).Json.Rows()
            .Single(e => e.TryGetProperty("type", out var type) && type.GetString() == "balance_reset").Money("amount");
        Assert.AreEqual(-45_000m, amount);
        (await Move("payment", 100)).Succeeded();
        Assert.AreEqual(100m, await Saldo());

        var back = (await _world.Admin.Post(
            "/accounts/reset-balance", new { vendedorId = _seller.Id, revert = true })).Data;
        Assert.AreEqual(System.Text.Json.JsonValueKind.Null, back.GetProperty("balanceResetAt").ValueKind);
        Assert.AreEqual(45_100m, await Saldo());
        (await _world.Admin.Post("/accounts/reset-balance", new { vendedorId = _seller.Id, revert = true })).Succeeded();
        Assert.AreEqual(45_100m, await Saldo());
        (await _world.Admin.Post("/accounts/reset-balance", new { }))
            .Refused(HttpStatusCode.BadRequest, "MISSING_VENDEDOR_ID");
        (await _world.Admin.Post("/accounts/reset-balance", new { vendedorId = _world.Ventana }))
            .Refused(HttpStatusCode.NotFound, "VENDEDOR_NOT_FOUND");
    }

    [TestMethod]
    public async Task Nothing_of_a_movement_is_kept_when_the_ledger_does_not_take_it()
    {
        var host = _world.Counter.Host;
        host.Log.Expect("UNHANDLED_ERROR", "FAIL", "HTTP_REQUEST");
        await host.Execute("""
            create function full_ledger() returns trigger language plpgsql as
            $$ begin raise exception 'the ledger is full'; end $$
            """);
        await host.Execute(
            "create trigger is_full before insert on account_entries for each row execute function full_ledger()");
        try
        {
            Assert.AreEqual(HttpStatusCode.InternalServerError, (await Move("payment", 5)).Status);
        }
        finally
        {
            await host.Execute("drop trigger is_full on account_entries");
        }

        Assert.AreEqual(0L, await host.Scalar<long>(
            "select count(*) from account_payments where entity_id = $1", _seller.Id));
        Assert.AreEqual(0m, await Saldo());
    }

    private Task<Answer> Move(string type, decimal amount, object? further = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(further ?? new { })!.AsObject();
        (body["type"], body["amount"], body["method"]) = (type, amount, "cash");
        body["vendedorId"] ??= _seller.Id;
        body["date"] ??= Today;
        return _world.Admin.Post("/accounts/payment", body);
    }

    private static Task<Answer> Post(ApiClient client, object whose)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(whose)!.AsObject();
        (body["type"], body["amount"], body["method"], body["date"]) = ("payment", 5, "cash", Today);
        return client.Post("/accounts/payment", body);
    }

    private static Task<Answer> Reverse(Guid id, string reason) =>
        _world.Admin.Post("/accounts/reverse-payment", new { paymentId = id, reason });

    private async Task<decimal> Saldo(string further = "") => (await _world.Admin.Get(
        $"/accounts/statement?scope=all&dimension=vendedor&vendedorId={_seller.Id}{further}"))
        .Data.GetProperty("monthlyAccumulated").Money("totalRemainingBalance");
}
