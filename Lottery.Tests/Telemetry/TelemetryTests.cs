using System.Net;
using System.Text.Json;
using Lottery.Api.Telemetry;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.ServiceDefaults;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Telemetry;

/// <summary>What clients tell of themselves becomes one record each, under a name that is not theirs to choose.</summary>
[TestClass]
public sealed class TelemetryTests
{
    private World _world = null!;
    private Dictionary<string, ApiClient> _roles = null!;

    [TestInitialize]
    public async Task Start()
    {
        _world = await World.Create();
        var banca = await _world.Banca();
        var ventana = await banca.Ventana();
        _roles = new Dictionary<string, ApiClient>
        {
            ["ADMIN"] = _world.Admin,
            ["BANCA"] = (await banca.Administrator()).Client,
            ["VENTANA"] = (await banca.Listero(ventana)).Client,
            ["VENDEDOR"] = (await banca.Vendedor(ventana)).Client,
        };
    }

    [TestCleanup]
    public async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Everybody_may_tell_and_each_time_is_one_record()
    {
        foreach (var (role, client) in _roles)
        {
            var answer = await client.Post("/telemetry", new { @event = $"print {role}", durationMs = 5, success = true });

            Assert.AreEqual((HttpStatusCode.Accepted, """{"success":true}"""), (answer.Status, answer.Text));
        }

        Assert.AreSequenceEqual(
            _roles.Keys.Select(role => $"print {role}"),
            _world.Host.Log.Of("TELEMETRY").Select(record => record["@event"]));
    }

    [TestMethod]
    [TestProperty("Defect", "D-85")]
    public async Task What_a_client_calls_it_never_becomes_the_action()
    {
        (await _roles["VENDEDOR"].Post(
            "/telemetry",
            new
            {
                @event = "UNCAUGHT_EXCEPTION",
                durationMs = 0,
                success = false,
                metadata = new { action = "SHUTDOWN_ERROR", layer = "server", level = "error" },
            },
            ("User-Agent", "seller/2.4"))).Succeeded();

        var record = _world.Host.Log.Of("TELEMETRY").Single();
        Assert.IsEmpty(_world.Host.Log.Of("UNCAUGHT_EXCEPTION"));
        Assert.AreEqual(
            (LogLevel.Information, "UNCAUGHT_EXCEPTION", 0, false, "seller/2.4", "127.0.0.1"),
            (record.Level, record["@event"], record["durationMs"], record["success"], record["userAgent"], record["ip"]));
        Assert.AreEqual("SHUTDOWN_ERROR", ((JsonElement)record["metadata"]!).Text("action"));
    }

    [TestMethod]
    public void The_record_says_all_that_was_told()
    {
        using var records = new WrittenRecords();
        TelemetryLog.Sent(
            records.Logger(typeof(TelemetryEndpoints).FullName!), "print", 840, true,
            JsonElement.Parse("""{"width":58}"""), "seller/2.4", "10.0.0.1");

        var record = records.Single();
        Assert.AreEqual(("telemetry", "TELEMETRY", "info"), (record.Text("layer"), record.Text("action"), record.Text("level")));
        Assert.AreEqual(
            """{"event":"print","durationMs":840,"success":true,"metadata":{"width":58},"userAgent":"seller/2.4","ip":"10.0.0.1"}""",
            record.GetProperty("payload").GetRawText());
    }

    [TestMethod]
    [DataRow("""{"durationMs":1,"success":true}""")]
    [DataRow("""{"event":"","durationMs":1,"success":true}""")]
    [DataRow("""{"event":null,"durationMs":1,"success":true}""")]
    [DataRow("""{"event":"x","success":true}""")]
    [DataRow("""{"event":"x","durationMs":-1,"success":true}""")]
    [DataRow("""{"event":"x","durationMs":1.5,"success":true}""")]
    [DataRow("""{"event":"x","durationMs":1}""")]
    [DataRow("""{"event":"x","durationMs":1,"success":"yes"}""")]
    [DataRow("""{"event":"x","durationMs":1,"success":true,"action":"FAIL"}""")]
    [DataRow("""{"event":"x","durationMs":1,"success":true,"metadata":"text"}""")]
    [DataRow("""{"event":"x","durationMs":1,"success":true,"metadata":[1]}""")]
    public async Task A_body_that_is_not_understood_is_refused_and_not_recorded(string body)
    {
        (await _roles["VENDEDOR"].Raw(HttpMethod.Post, "/telemetry", body))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

        Assert.IsEmpty(_world.Host.Log.Of("TELEMETRY"));
    }

    [TestMethod]
    public async Task Nobody_fills_the_log_with_one_record()
    {
        var (name, few, many) = (new string('x', 100), new string('x', 4000), new string('x', 4096));

        (await Tell(name, few)).Succeeded();
        (await Tell(name, many)).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await Tell(name + "x", few)).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

        Task<Answer> Tell(string @event, string text) => _roles["VENDEDOR"].Post(
            "/telemetry", new { @event, durationMs = 1, success = true, metadata = new { text } });
    }
}
