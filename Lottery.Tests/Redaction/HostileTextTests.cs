using System.Globalization;
using System.Text;
using Lottery.ServiceDefaults.Redaction;

namespace Lottery.Tests.Redaction;

/// <summary>Clients choose what is logged: no text may take long, throw or come back with more than it had.</summary>
[TestClass]
public sealed class HostileTextTests
{
    private const int Length = 1_000_000;

    // Far above what it takes and far below what anything that is not linear takes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // What the runtime prepares for the first text is not the text's.
    [ClassInitialize]
    public static void Prepare(TestContext context) => Clean(
        [new string('x', Length), "a@b.cr 4111 1111 1111 1111 pin=1 Bearer a1b2c3 %40" + new string('1', Length)]);

    [TestMethod]
    [DataRow("1-", "@", "a@", "a@b.", "a=", "=", ":")]
    [DataRow("token=", "token:", "password=\"", "token:{", "host=", "host=;", "host=a;")]
    [DataRow("1", "8888-", "8888 ", "+", "+1", "1.", "1 ", "4111 1111 1111 1111 ", "88881234,", "٨", "%40", "%", "１")]
    [DataRow("://", "a://b@", "eyJ", "eyJ.")]
    [DataRow("Bearer ", "bearer a", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "basic")]
    [DataRow("(", ")=", "(a)=", "\\\"", "'", " ", "a")]
    [DataRow("-", "_", ".", "\ud800", "\u200b", "x\u200b@", "password ", "client name:")]
    [DataRow("a_b-", "Key (", "user id=", "data source =;", "1-1-1-")]
    [DataRow("a-1", "cookie: ", "clienteNombre=a ", "a@a-a", "{[(")]
    public void A_long_text_takes_no_longer_than_its_length_asks_for(params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            var text = new StringBuilder().Insert(0, piece, Length / piece.Length).ToString();
            var before = Worked();

            Redactor.Clean(text);

            Assert.IsLessThan(Patience, Worked() - before, piece);
        }
    }

    [TestMethod]
    public void No_text_is_too_odd_to_be_cleaned()
    {
        const string Characters =
            "0123456789 -.()+@:=;,\"'\\/[]{}<>%\nabcdefgXYZpasswordtokeneyJBearerñ\u200b１＠\ud83d\ude00";
        var random = new Random(20261124);
        for (var round = 0; round < 100_000; round++)
        {
            var text = new string(random.GetItems<char>(Characters, random.Next(40)));

            var once = Redactor.Clean(text);

            Assert.AreEqual(once, Redactor.Clean(once), text);
            Redactor.Hides(text);
        }
    }

    [TestMethod]
    public void A_clean_text_costs_no_memory()
    {
        string[] texts = ["GET /api/v1/tickets 201 in 4.2 ms", "La Central is open", "T251124-000123-45", "a=b: 12"];
        Clean(texts);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Clean(texts);

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // The time of this thread alone: the machine may be busy with others.
    private static TimeSpan Worked()
    {
        var nanoseconds = File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0];
        return TimeSpan.FromMicroseconds(long.Parse(nanoseconds, CultureInfo.InvariantCulture) / 1000);
    }

    private static void Clean(string[] texts)
    {
        foreach (var text in texts)
        {
            Redactor.Clean(text);
        }
    }
}
