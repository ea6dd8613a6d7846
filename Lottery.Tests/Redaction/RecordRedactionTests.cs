using System.Text.Json;
using Lottery.ServiceDefaults.Redaction;
using Lottery.Tests.ServiceDefaults;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Redaction;

/// <summary>What a record keeps when something of it is taken out.</summary>
[TestClass]
public sealed class RecordRedactionTests
{
    [TestMethod]
    public void A_hidden_value_is_gone_from_payload_message_other_parameters_and_exception()
    {
        var failure = new IOException("hunter2 is bad");
        var record = Written(log => HiddenLog.Refused(log, "hunter2", "ana typed hunter2", failure));

        Assert.AreEqual("Nobody has [redacted]", record.GetProperty("message").GetString());
        Assert.AreEqual(
            """{"password":"[redacted]","note":"ana typed [redacted]"}""", record.GetProperty("payload").GetRawText());
        Assert.AreEqual("[redacted] is bad", record.GetProperty("error").GetProperty("message").GetString());
    }

    // A library may write whatever it likes where a stack is looked for.
    [TestMethod]
    public void A_stack_is_cleaned_like_any_text()
    {
        var failure = new StrangeStack("at ana.mora@example.com with 4111111111111111");

        var error = Written(log => SampleLog.Failed(log, failure)).GetProperty("error");

        Assert.AreEqual("at [redacted] with [redacted]", error.GetProperty("stack").GetString());
    }

    [TestMethod]
    [DataRow("12")]
    [DataRow("a")]
    public void A_hidden_value_that_could_be_anything_takes_the_message_with_it(string password) => Assert.AreEqual(
        Redactor.Mark,
        Written(log => HiddenLog.Refused(log, password, "n", null)).GetProperty("message").GetString());

    [TestMethod]
    public void A_hidden_value_longer_than_a_text_may_be_takes_the_message_with_it() => Assert.DoesNotContain(
        "kkk", Written(log => HiddenLog.Refused(log, new string('k', 100_000), "n", null)).GetRawText());

    [TestMethod]
    public void What_begins_before_the_cut_of_a_long_text_is_found_whole()
    {
        const int Limit = 32 * 1024;
        var record = Written(log => HiddenLog.Refused(
            log, "", new string(' ', Limit - 8) + "4111 1111 1111 1111" + new string(' ', Limit), null));

        Assert.DoesNotContain("4111", record.GetRawText());
    }

    [TestMethod]
    public void Nothing_and_flags_stay_and_numbers_are_judged_by_name_or_as_a_card()
    {
        var sent = JsonElement.Parse(
            """{"token":null,"password":true,"pin":12,"total":25000000,"x":4111111111111111,"f":1.50}""");
        var record = Written(log => SampleLog.Unmentioned(log, sent, 1));

        Assert.AreEqual(
            """{"token":null,"password":true,"pin":"[redacted]","total":25000000,"x":"[redacted]","f":1.50}""",
            record.GetProperty("payload").GetProperty("value").GetRawText());
    }

    [TestMethod]
    public void A_name_is_a_clients_by_what_it_belongs_to()
    {
        var record = Written(log => SampleLog.Unmentioned(
            log, new { Banca = new { Name = "Central" }, Client = new { Name = "Ana", Id = 1 } }, 1));

        Assert.AreEqual(
            """{"banca":{"name":"Central"},"client":{"name":"[redacted]","id":1}}""",
            record.GetProperty("payload").GetProperty("value").GetRawText());
    }

    [TestMethod]
    [DataRow(4111111111111111L)]
    [DataRow(4111111111111111UL)]
    [DataRow(30569309025904d)]
    public void A_card_that_is_a_number_is_taken_out(object card)
    {
        Assert.AreEqual("""{"value":"[redacted]","numberOfThings":1}""", Payload(card));
        Assert.AreEqual("""{"value":"[redacted]","numberOfThings":1}""", Payload(Convert.ToDecimal(card, null)));
    }

    [TestMethod]
    [DataRow(25000000)]
    [DataRow(1795000000000L)]
    [DataRow(4111111111111112L)]
    [DataRow(-4111111111111111L)]
    public void Any_other_number_stays(object number) =>
        Assert.AreEqual($$"""{"value":{{number}},"numberOfThings":1}""", Payload(number));

    private sealed class StrangeStack(string stack) : Exception("harmless")
    {
        public override string StackTrace => stack;
    }

    private static string Payload(object value) =>
        Written(log => SampleLog.Unmentioned(log, value, 1)).GetProperty("payload").GetRawText();

    private static JsonElement Written(Action<ILogger> log)
    {
        using var records = new WrittenRecords();
        log(records.Logger());
        return records.Single();
    }
}

internal static partial class HiddenLog
{
    [LoggerMessage(EventName = "REFUSED", Level = LogLevel.Warning, Message = "Nobody has {password}")]
    public static partial void Refused(ILogger log, string password, string note, Exception? exception);
}
