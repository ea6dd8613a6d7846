using System.Net.Sockets;
using System.Text;
using Lottery.ServiceDefaults.Logging.Sinks;
using Lottery.ServiceDefaults.Systemd;

namespace Lottery.Tests.ServiceDefaults.Telemetry;

/// <summary>Entries on a socket like that of the journal.</summary>
[TestClass]
public sealed class JournalWriterTests
{
    [TestMethod]
    public void A_line_longer_than_a_datagram_goes_the_other_way_and_none_is_lost()
    {
        var folder = Directory.CreateTempSubdirectory("lottery-journal-");
        var address = Path.Combine(folder.FullName, "socket");
        using var journal = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        journal.Bind(new UnixDomainSocketEndPoint(address));
        var file = Path.Combine(folder.FullName, "stream.log");
        var (first, long1, last) = (Record("FIRST", 10), Record("LONG", 16 * 1024 * 1024), Record("LAST", 10));
        using (var writer = new JournalWriter(
            "lottery-api",
            new RollingFile(new LogFileOptions { Path = file, MaxSize = long.MaxValue }, "stream", TimeProvider.System),
            address))
        {
            var lines = Encoding.UTF8.GetBytes(first + long1 + last);

            Assert.AreEqual(lines.Length, writer.Write(lines));
        }

        var entries = Enumerable.Range(0, 2).Select(_ => Receive(journal)).ToList();
        Assert.AreEqual($"SYSLOG_IDENTIFIER=lottery-api\nPRIORITY=4\nLOTTERY_ACTION=FIRST\nMESSAGE={first}", entries[0]);
        Assert.AreEqual($"SYSLOG_IDENTIFIER=lottery-api\nPRIORITY=4\nLOTTERY_ACTION=LAST\nMESSAGE={last}", entries[1]);
        Assert.AreEqual(0, journal.Available);
        Assert.AreEqual(long1, string.Concat(folder.GetFiles("stream*.log").Select(one => File.ReadAllText(one.FullName))));
        folder.Delete(recursive: true);
    }

    private static string Record(string action, int length) =>
        $$"""{"level":"warn","action":"{{action}}","message":"{{new string('x', length)}}"}""" + "\n";

    private static string Receive(Socket journal)
    {
        var buffer = new byte[64 * 1024];
        return Encoding.UTF8.GetString(buffer, 0, journal.Receive(buffer));
    }
}
