using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>What was thrown is found in whatever it was wrapped on its way up.</summary>
[TestClass]
public sealed class ClassifyTests
{
    private static readonly PostgresException Deadlock = new("deadlock detected", "ERROR", "ERROR", "40P01");
    private static readonly PostgresException Ended = new("terminating connection", "FATAL", "FATAL", "57P01");
    private static readonly PostgresException Cancelled = new("canceling statement", "ERROR", "ERROR", "57014");
    private static readonly NpgsqlException TooLong =
        new("Exception while reading from stream", new TimeoutException("Timeout during reading attempt"));

    [TestMethod]
    public void Wrappings_are_taken_off()
    {
        Exception[] wrapped =
        [
            Ended,
            new DbUpdateException("saving", Ended),
            new InvalidOperationException("likely due to a transient failure", Ended),
            new InvalidOperationException("retrying", new RetryLimitExceededException("given up", Ended)),
            new AggregateException(new InvalidOperationException("a bug beside it"), Ended),
            new InvalidOperationException("likely", new DbUpdateException("saving", new AggregateException(Ended))),
            new NpgsqlException("Unable to connect to a suitable host", new AggregateException(Ended, Deadlock)),
        ];

        foreach (var failure in wrapped)
        {
            Assert.AreEqual("CONNECTION_CLOSED", TransientFailures.Classify(failure), failure.ToString());
            Assert.AreEqual("57P01", TransientFailures.SqlState(failure), failure.ToString());
            Assert.IsTrue(TransientFailures.IsLostConnection(failure), failure.ToString());
        }

        Assert.IsTrue(TransientFailures.IsConflict(new DbUpdateException("saving", Deadlock)));
        Assert.AreEqual("UNKNOWN", TransientFailures.Classify(new DbUpdateException("saving", Deadlock)));
    }

    [TestMethod]
    public void Giving_up_is_told_from_running_out_of_time()
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();

        Assert.IsNull(TransientFailures.Classify(new OperationCanceledException("client", TooLong, gone.Token)));
        Assert.IsNull(TransientFailures.Classify(new OperationCanceledException("client", Cancelled)));
        Assert.IsNull(TransientFailures.Classify(new TaskCanceledException()));
        Assert.AreEqual(
            "POOLER_TIMEOUT", TransientFailures.Classify(new OperationCanceledException("late", TooLong)));
        Assert.AreEqual("POOLER_TIMEOUT", TransientFailures.Classify(Cancelled));
    }

    [TestMethod]
    public void What_is_not_of_the_database_is_left_alone()
    {
        Exception[] others =
        [
            new TimeoutException(), new IOException("disk full"), new System.Net.Sockets.SocketException(111),
            new HttpRequestException("elsewhere", new System.Net.Sockets.SocketException(111)),
            new InvalidOperationException("a bug"),
        ];

        foreach (var failure in others)
        {
            Assert.IsNull(TransientFailures.Classify(failure), failure.ToString());
        }
    }
}
