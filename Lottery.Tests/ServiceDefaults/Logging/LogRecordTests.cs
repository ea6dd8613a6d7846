using System.Text.Json;
using System.Text.RegularExpressions;
using Lottery.ServiceDefaults.Logging;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.ServiceDefaults.Logging;

[TestClass]
public sealed partial class LogRecordTests
{
    [TestMethod]
    public void Every_record_is_one_line_of_JSON_whatever_is_logged()
    {
        var values = AwkwardValues.All();
        using var records = new WrittenRecords();
        foreach (var category in (string[])["Lottery.Api.Sample", "Microsoft.Sample"])
        {
            foreach (var value in values)
            {
                SampleLog.Mentioned(records.Logger(category), value);
                SampleLog.Unmentioned(records.Logger(category), value, 1);
            }
        }

        var written = records.Parsed();

        Assert.HasCount(values.Count * 4, written);
        Assert.IsTrue(written.All(record => record.GetProperty("action").GetString() is not "LOG_RECORD_UNWRITABLE"));
    }

    [TestMethod]
    public void A_record_has_the_documented_fields_in_their_order()
    {
        using var records = new WrittenRecords();
        SampleLog.Mentioned(records.Logger(), 7);

        var record = records.Single();

        CollectionAssert.AreEqual(
            (string[])["time", "level", "layer", "action", "message", "userId", "bancaId", "requestId", "payload",
                "service", "version", "host", "traceId", "spanId"],
            record.EnumerateObject().Select(field => field.Name).ToArray());
        StringAssert.Matches(record.GetProperty("time").GetString(), IsoUtcMilliseconds());
        Assert.AreEqual("warn", record.GetProperty("level").GetString());
        Assert.AreEqual("controller", record.GetProperty("layer").GetString());
        Assert.AreEqual("MENTIONED", record.GetProperty("action").GetString());
        Assert.AreEqual("The value is 7", record.GetProperty("message").GetString());
        Assert.AreEqual(JsonValueKind.Null, record.GetProperty("userId").ValueKind);
        Assert.AreEqual("lottery-test", record.GetProperty("service").GetString());
    }

    [TestMethod]
    public void The_payload_has_every_parameter_in_camel_case_mentioned_or_not()
    {
        using var records = new WrittenRecords();
        SampleLog.Unmentioned(records.Logger(), new { SoldAt = "noon", Amount = 12.50m }, 3);

        Assert.AreEqual(
            """{"value":{"soldAt":"noon","amount":12.50},"numberOfThings":3}""",
            records.Single().GetProperty("payload").GetRawText());
    }

    [TestMethod]
    public void The_parameters_layer_and_meta_take_their_own_places()
    {
        using var records = new WrittenRecords();
        SampleLog.Elsewhere(records.Logger(), "cache", new { Db = 12 }, 3);

        var record = records.Single();

        Assert.AreEqual("cache", record.GetProperty("layer").GetString());
        Assert.AreEqual("""{"db":12}""", record.GetProperty("meta").GetRawText());
        Assert.AreEqual("""{"count":3}""", record.GetProperty("payload").GetRawText());
    }

    [TestMethod]
    public void An_exception_is_told_with_its_causes()
    {
        using var records = new WrittenRecords();
        SampleLog.Failed(records.Logger(), new InvalidOperationException("outer", new TimeoutException("inner")));

        var error = records.Single().GetProperty("error");

        Assert.AreEqual("System.InvalidOperationException", error.GetProperty("type").GetString());
        Assert.AreEqual("outer", error.GetProperty("message").GetString());
        Assert.AreEqual("inner", error.GetProperty("inner").GetProperty("message").GetString());
    }

    [TestMethod]
    public void A_text_that_is_too_long_is_cut_and_says_so()
    {
        using var records = new WrittenRecords();
        SampleLog.Unmentioned(records.Logger(), new string('x', 100_000), 1);

        var value = records.Single().GetProperty("payload").GetProperty("value").GetString();

        Assert.AreEqual(new string('x', 32 * 1024) + "…[truncated, 100000 characters]", value);
    }

    [TestMethod]
    public void A_record_that_just_fills_the_writing_buffer_is_whole()
    {
        const int Buffer = 65536;
        var bare = LineLength("", "");
        for (var missing = -1; missing <= 3; missing++)
        {
            using var records = new WrittenRecords();
            var filling = Buffer - missing - bare;
            SampleLog.Padded(records.Logger(), new string('x', filling / 2), new string('y', filling % 2));
            SampleLog.Padded(records.Logger(), "", "");

            Assert.HasCount(2, records.Parsed(), $"{missing} bytes short of a full buffer");
        }
    }

    [TestMethod]
    public void The_nearest_scope_that_knows_who_it_is_for_wins()
    {
        using var records = new WrittenRecords();
        var log = records.Logger();
        using (log.BeginScope(new LogContext("user-1", "banca-1", "request-1")))
        using (log.BeginScope(new LogContext("user-2", null, null)))
        {
            SampleLog.Mentioned(log, 1);
        }

        var record = records.Single();

        Assert.AreEqual("user-2", record.GetProperty("userId").GetString());
        Assert.AreEqual("banca-1", record.GetProperty("bancaId").GetString());
        Assert.AreEqual("request-1", record.GetProperty("requestId").GetString());
    }

    [TestMethod]
    public void A_record_carries_the_trace_it_was_made_in()
    {
        using var records = new WrittenRecords();
        using var activity = new System.Diagnostics.Activity("sale").Start();
        SampleLog.Mentioned(records.Logger(), 1);
        activity.Stop();

        var record = records.Single();

        Assert.AreEqual(activity.TraceId.ToString(), record.GetProperty("traceId").GetString());
        Assert.AreEqual(activity.SpanId.ToString(), record.GetProperty("spanId").GetString());
    }

    [TestMethod]
    public void A_framework_record_says_its_category_and_its_objects_are_not_opened()
    {
        using var records = new WrittenRecords();
        var foreign = new AwkwardValues.Opened();
        SampleLog.Mentioned(records.Logger("Microsoft.AspNetCore.Server.Kestrel"), foreign);

        var record = records.Single();

        Assert.AreEqual("FRAMEWORK", record.GetProperty("action").GetString());
        Assert.AreEqual("framework", record.GetProperty("layer").GetString());
        Assert.AreEqual(
            "Microsoft.AspNetCore.Server.Kestrel", record.GetProperty("meta").GetProperty("category").GetString());
        Assert.IsFalse(foreign.WasOpened);
    }

    [TestMethod]
    public void A_record_without_an_event_name_is_called_LOG()
    {
        using var records = new WrittenRecords();
        records.Logger().Log(LogLevel.Critical, default, "state", null, (_, _) => "Unnamed");

        var record = records.Single();

        Assert.AreEqual("LOG", record.GetProperty("action").GetString());
        Assert.AreEqual("error", record.GetProperty("level").GetString());
    }

    [TestMethod]
    public void A_record_that_cannot_be_read_becomes_a_record_that_says_so()
    {
        using var records = new WrittenRecords();

        records.Pipeline.Post(new UnreadableEntry());

        var record = records.Single();
        Assert.AreEqual("LOG_RECORD_UNWRITABLE", record.GetProperty("action").GetString());
        Assert.AreEqual("error", record.GetProperty("level").GetString());
        StringAssert.Contains(record.GetProperty("message").GetString(), "LOST", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("Lottery.Worker.Sorteos.AutoOpenJob", "job")]
    [DataRow("Lottery.Api.Http.Problems", "middleware")]
    [DataRow("Lottery.Api.HttpClients", "controller")]
    [DataRow("Lottery.Api.Tickets", "controller")]
    [DataRow("Lottery.Api.Telemetry.TelemetryEndpoints", "telemetry")]
    [DataRow("Lottery.Data.Persistence.Transactions", "connection")]
    [DataRow("Lottery.Data.Tickets.TicketSale", "service")]
    [DataRow("Lottery.ServiceDefaults.Shutdown.Operations", "server")]
    [DataRow("Npgsql.Command", "framework")]
    public void The_layer_comes_from_the_category(string category, string layer) =>
        Assert.AreEqual(layer, LogLayers.Of(category));

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex IsoUtcMilliseconds();

    private static int LineLength(string value, string pad)
    {
        using var records = new WrittenRecords();
        SampleLog.Padded(records.Logger(), value, pad);
        return records.Text().TrimEnd('\n').Length;
    }
}
