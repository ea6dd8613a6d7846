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
    public void A_value_is_cleaned_by_its_name_and_by_its_look()
    {
        var id = Guid.CreateVersion7();

        Assert.AreEqual(Redactor.Mark, Redactor.CleanValue("password", "x"));
        Assert.AreEqual(Redactor.Mark, Redactor.CleanValue("pin", 1234));
        Assert.AreEqual("to [redacted]", Redactor.CleanValue("note", "to ana@example.org"));
        Assert.AreEqual(88881234, Redactor.CleanValue("total", 88881234));
        Assert.AreEqual(id, Redactor.CleanValue("id", id));
        Assert.AreEqual("{ Password = [redacted] }", Redactor.CleanValue("body", new { Password = "x" }));
        Assert.IsNull(Redactor.CleanValue("password", null));
    }

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
