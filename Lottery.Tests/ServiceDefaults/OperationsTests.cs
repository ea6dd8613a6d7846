using Lottery.ServiceDefaults.Shutdown;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lottery.Tests.ServiceDefaults;

[TestClass]
public sealed class OperationsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Operations _operations;

    public OperationsTests() => _operations = new Operations(_clock, NullLogger<Operations>.Instance);

    [TestMethod]
    public void An_operation_is_counted_until_it_ends_once()
    {
        var sale = _operations.Begin(Operations.Request, "POST /tickets");
        using var job = _operations.Begin(Operations.Job, "auto-open");
        Assert.AreEqual(2, _operations.Count);

        sale!.Dispose();
        sale.Dispose();

        Assert.AreEqual(1, _operations.Count);
    }

    [TestMethod]
    public void Closing_tells_what_is_running_and_for_how_long()
    {
        using var sale = _operations.Begin(Operations.Request, "POST /tickets", "request-1");
        _clock.Advance(TimeSpan.FromMilliseconds(1500));

        var running = _operations.Close();

        Assert.AreEqual(
            new RunningOperation("request-1", Operations.Request, "POST /tickets", 1500), running.Single());
    }

    [TestMethod]
    public void Nothing_begins_after_closing()
    {
        _operations.Close();

        Assert.IsNull(_operations.Begin(Operations.Job, "auto-open"));
        Assert.AreEqual(0, _operations.Count);
        Assert.IsTrue(_operations.IsStopping);
    }

    [TestMethod]
    public void It_is_idle_when_closed_and_the_last_one_has_ended()
    {
        var sale = _operations.Begin(Operations.Request, "POST /tickets");
        var job = _operations.Begin(Operations.Job, "auto-open");
        sale!.Dispose();
        _operations.Close();
        Assert.IsFalse(_operations.Idle.IsCompleted);

        job!.Dispose();

        Assert.IsTrue(_operations.Idle.IsCompleted);
    }

    [TestMethod]
    public void It_is_idle_at_once_when_nothing_runs()
    {
        _operations.Close();

        Assert.IsTrue(_operations.Idle.IsCompleted);
    }

    [TestMethod]
    public async Task Work_in_batches_is_told_to_stop()
    {
        _operations.Close();
        Assert.IsFalse(_operations.Stopping.IsCancellationRequested);

        await _operations.TellRunning();

        Assert.IsTrue(_operations.Stopping.IsCancellationRequested);
    }

    public void Dispose() => _operations.Dispose();
}
