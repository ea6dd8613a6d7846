using System.Text;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Otlp;
using Lottery.Tests.Worker;

namespace Lottery.Tests.ServiceDefaults.Telemetry;

/// <summary>Real processes and a collector that decodes what they send.</summary>
[TestClass]
public sealed class OtlpExportTests
{
    // Soon, so that a test need not wait for the usual times.
    private static readonly (string, string)[] Soon =
    [
        ("OTEL_METRIC_EXPORT_INTERVAL", "300"), ("OTEL_BLRP_SCHEDULE_DELAY", "100"), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];

    // Later than any test lasts: what arrives was sent because the process ended.
    private static readonly (string, string)[] Never =
    [
        ("OTEL_METRIC_EXPORT_INTERVAL", "3600000"), ("OTEL_BLRP_SCHEDULE_DELAY", "3600000"),
        ("OTEL_BSP_SCHEDULE_DELAY", "3600000"),
    ];

    [TestMethod]
    [DataRow("http/protobuf", "none")]
    [DataRow("http/protobuf", "gzip")]
    [DataRow("grpc", "none")]
    public async Task A_sale_arrives_as_a_record_with_its_spans_and_figures(string protocol, string compression)
    {
        await using var receiver = await OtlpReceiver.Start();
        var address = protocol == "grpc" ? receiver.GrpcAddress : receiver.Address;
        await using var api = await ApiProcess.Start(
        [
            .. Soon,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", address.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", compression),
            ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=key%2Cwith%20comma,x-other=2"),
        ]);

        using var seller = await api.LogIn("VENDEDOR");
        var sale = await Sell(seller);

        var requestId = sale.Headers["X-Request-Id"];
        var record = await receiver.Find(
            all => all.Logs, log => log.EventName == "HTTP_REQUEST" && log["requestId"] == requestId);
        var span = await receiver.Find(all => all.Spans, one => one["requestId"] == requestId);
        var statement = await receiver.Find(
            all => all.Spans, one => one.Scope == "Npgsql" && one.ParentId == span.SpanId);
        var metric = await receiver.Find(all => all.Metrics, one => one.Name == "http.server.request.duration"
            && one.Labels.Any(labels => labels.GetValueOrDefault("http.route") == "/api/v1/tickets/"));

        IsTheSale(api, record, span, statement);
        Assert.AreEqual("s", metric.Unit);
        CollectionAssert.Contains(metric.Edges, 2d);
        var names = receiver.Metrics.Select(one => one.Name).ToHashSet();
        CollectionAssert.IsSubsetOf(
            (string[])["lottery.operations.active", "lottery.log.records", "kestrel.active_connections",
                "dotnet.gc.collections", "db.client.operation.duration"],
            names.ToList());
        Assert.AreEqual(1, receiver.Logs.Count(
            log => log.EventName == "HTTP_REQUEST" && log["requestId"] == requestId));
        foreach (var request in receiver.Requests)
        {
            Assert.AreEqual("key,with comma", request.Headers["api-key"]);
            Assert.AreEqual("2", request.Headers["x-other"]);
        }

        HoldsNoSecret(receiver, api);
    }

    [TestMethod]
    public async Task A_job_run_is_a_trace_of_its_own_with_its_statements_and_records()
    {
        await using var receiver = await OtlpReceiver.Start();
        var database = await TestPostgres.CreateDatabase();
        using var worker = WorkerProcess.Start(
            database, [.. Soon, ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString())]);

        // Somebody who looked whether there was anything to do left a trace of that as well.
        var record = await receiver.Find(all => all.Logs, log => log.EventName == "SORTEOS_AUTO_OPEN_START");
        var run = await receiver.Find(
            all => all.Spans,
            one => one.Scope == "Lottery.Worker" && one.Name == "sorteos-auto-open"
                && Equals(one["requestId"], record["requestId"]));
        var statement = await receiver.Find(
            all => all.Spans, one => one.Scope == "Npgsql" && one.ParentId == run.SpanId);

        Assert.AreEqual(OtlpSpan.Internal, run.Kind);
        Assert.AreEqual("", run.ParentId);
        Assert.AreEqual(run.TraceId, record.TraceId);
        Assert.AreEqual(run["requestId"], record["requestId"]);
        Assert.AreEqual(OtlpSpan.Client, statement.Kind);
        Assert.AreEqual("lottery-worker", run.Resource["service.name"]);
        worker.Terminate();
        Assert.AreEqual(0, await worker.End());
        // A statement that belongs to no request and no run is no trace.
        Assert.IsEmpty(receiver.Spans.Where(one => one.Scope == "Npgsql" && one.ParentId == "").ToList());
        await TestPostgres.DropDatabase(database);
    }

    [TestMethod]
    public async Task A_failure_is_an_error_of_its_span_and_a_probe_is_no_trace()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var api = await ApiProcess.StartEmpty(
            [.. Soon, ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString())]);
        using var client = new ApiClient(api.Address, null);
        var nowhere = await client.Get("/nowhere/at/all");
        var refused = await client.Post("/auth/login", new { username = "nobody", password = "none of theirs" });
        var madeUp = await client.Raw(new HttpMethod("BREW"), "/auth/login", "{}");
        await RestrictedRole.Execute(api.Database, "ALTER TABLE users RENAME TO gone");

        var failed = await client.Post("/auth/login", new { username = "nobody", password = "none of theirs" });

        Assert.IsGreaterThanOrEqualTo(500, (int)failed.Status);
        var span = await receiver.Find(all => all.Spans, one => one["requestId"] == failed.Headers["X-Request-Id"]);
        Assert.AreEqual(OtlpSpan.Error, span.Status);
        Assert.AreEqual($"{(int)failed.Status}", span["error.type"]);
        var other = receiver.Spans.Single(one => one["requestId"] == refused.Headers["X-Request-Id"]);
        Assert.AreEqual((0, ""), (other.Status, other["error.type"]));
        var unknown = receiver.Spans.Single(one => one["requestId"] == nowhere.Headers["X-Request-Id"]);
        Assert.AreEqual(("GET", "", "401"), (unknown.Name, unknown["http.route"], unknown["http.response.status_code"]));
        var brewed = receiver.Spans.Single(one => one["requestId"] == madeUp.Headers["X-Request-Id"]);
        Assert.AreEqual(
            ("HTTP", "_OTHER", "BREW"),
            (brewed.Name, brewed["http.request.method"], brewed["http.request.method_original"]));
        // It was asked for its health until it was ready.
        Assert.IsEmpty(receiver.Spans.Where(one => one["url.path"].StartsWith("/health", StringComparison.Ordinal)).ToList());
    }

    [TestMethod]
    public async Task What_was_told_just_before_the_end_still_arrives()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var api = await ApiProcess.StartEmpty(
            [.. Never, ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString())]);
        using var client = new ApiClient(api.Address, null);
        var answer = await client.Get("/app/version");
        Assert.IsEmpty(receiver.Requests);

        api.Terminate();

        Assert.AreEqual(0, await api.End(), api.Output);
        var requestId = answer.Headers["X-Request-Id"];
        var record = receiver.Logs.Single(log => log.EventName == "HTTP_REQUEST" && log["requestId"] == requestId);
        Assert.AreEqual(record.SpanId, receiver.Spans.Single(span => span["requestId"] == requestId).SpanId);
        Assert.IsTrue(receiver.Logs.Any(log => log.EventName == "SERVER_CLOSED"));
        Assert.IsTrue(receiver.Metrics.Any(metric => metric.Name == "http.server.request.duration"));
    }

    private static async Task<Answer> Sell(ApiClient seller)
    {
        var sorteo = (await seller.Get("/sorteos?status=OPEN")).Data.EnumerateArray().First();
        var digits = sorteo.TryGetProperty("digits", out var of) ? of.GetInt32() : 2;
        return await seller.Post("/tickets", new
        {
            loteriaId = sorteo.Text("loteriaId"),
            sorteoId = sorteo.Text("id"),
            jugadas = new[] { new { type = "NUMERO", number = "007"[^digits..], amount = 500 } },
        });
    }

    private static void IsTheSale(ApiProcess api, OtlpLog record, OtlpSpan span, OtlpSpan statement)
    {
        Assert.AreEqual("lottery-api", record.Resource["service.name"]);
        Assert.IsFalse(string.IsNullOrEmpty(record.Resource["service.version"]));
        Assert.IsFalse(string.IsNullOrEmpty(record.Resource["service.instance.id"]));
        Assert.AreEqual("HTTP_REQUEST", record["action"]);
        Assert.AreEqual("info", record["level"]);
        Assert.AreEqual(9, record.Severity);
        Assert.AreEqual("200", record["payload.status"]);
        Assert.AreEqual("/api/v1/tickets/", record["payload.route"]);
        Assert.StartsWith("POST /api/v1/tickets 200 in ", record.Body);
        Assert.AreNotEqual("", record["userId"]);
        Assert.AreNotEqual("", record["bancaId"]);
        Assert.IsLessThan(TimeSpan.FromMinutes(5), (TimeProvider.System.GetUtcNow() - record.Time).Duration());

        Assert.AreEqual(record.TraceId, span.TraceId);
        Assert.AreEqual(record.SpanId, span.SpanId);
        Assert.AreEqual(OtlpSpan.Server, span.Kind);
        Assert.AreEqual("POST /api/v1/tickets/", span.Name);
        Assert.AreEqual("POST", span["http.request.method"]);
        Assert.AreEqual("http", span["url.scheme"]);
        Assert.AreEqual("/api/v1/tickets", span["url.path"]);
        Assert.AreEqual("/api/v1/tickets/", span["http.route"]);
        Assert.AreEqual("200", span["http.response.status_code"]);
        Assert.AreEqual("127.0.0.1", span["server.address"]);
        Assert.AreEqual($"{api.Address.Port}", span["server.port"]);
        Assert.AreEqual("1.1", span["network.protocol.version"]);
        Assert.AreEqual(record["payload.userAgent"], span["user_agent.original"]);
        Assert.AreEqual("", span["http.request.method_original"]);
        Assert.AreEqual(record["userId"], span["userId"]);
        Assert.AreEqual(OtlpSpan.Client, statement.Kind);
        Assert.AreEqual("lottery", statement["db.npgsql.data_source"]);
    }

    private static void HoldsNoSecret(OtlpReceiver receiver, ApiProcess api)
    {
        var users = System.Text.Json.JsonElement.Parse(File.ReadAllText(api.UsersFile)).EnumerateArray();
        string[] secrets =
        [
            .. users.Select(user => user.Text("password")), api.Database, "test-access-secret", "test-refresh-secret",
            "eyJhbGciOi", "Username=",
        ];
        foreach (var request in receiver.Requests)
        {
            var text = Encoding.UTF8.GetString(request.Body);
            foreach (var secret in secrets)
            {
                Assert.DoesNotContain(secret, text);
            }
        }
    }
}
