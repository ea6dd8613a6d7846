using System.Net;
using Lottery.Data.Persistence;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>What looks like a database out of order and is not.</summary>
[TestClass]
public sealed class NoFailureTests
{
    private World _world = null!;
    private MetricWatch _metrics = null!;

    [TestInitialize]
    public async Task Start()
    {
        _world = await World.Create();
        _metrics = MetricWatch.On(_world.Host.Services);
    }

    [TestCleanup]
    public Task Stop()
    {
        _metrics.Dispose();
        return _world.DisposeAsync().AsTask();
    }

    [TestMethod]
    public async Task A_client_that_gives_up_is_no_failure_of_the_database()
    {
        _world.Host.Log.Expect("ProcessingMessageFailed");
        await using var stranger = await Stranger.Takes(_world.Host, "lock table bancas");
        using var interest = new CancellationTokenSource();
        var reading = _world.Admin.Get("/bancas", interest.Token);
        await stranger.UntilWaiting(1);

        await interest.CancelAsync();

        await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => reading);
        await stranger.UntilWaiting(0);
        await ApiProcess.Eventually(
            () => Task.FromResult(_world.Host.Log.Of("HTTP_REQUEST").Any(one => Equals(one["status"], 499))),
            () => "The request has no record.");
        Assert.IsEmpty(_world.Host.Log.Of("DB_CONNECTION_ERROR"));
        Assert.IsEmpty(TransientFailures.Codes.Where(code => _metrics.Failures(code) > 0).ToList());
    }

    [TestMethod]
    public async Task A_statement_that_cannot_work_is_counted_as_unknown_and_told_as_a_bug()
    {
        _world.Host.Log.Expect("UNHANDLED_ERROR", "HTTP_REQUEST");
        await _world.Host.Execute("alter table bancas rename column phone to telephone");

        (await _world.Admin.Get("/bancas")).Refused(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");

        Assert.AreEqual(1, _metrics.Failures("UNKNOWN"));
    }

    [TestMethod]
    [TestProperty("Defect", "D-87")]
    public async Task A_duplicate_is_refused_at_once()
    {
        var body = new { name = "Banca", code = "BA" };
        (await _world.Admin.Post("/bancas", body)).Succeeded();

        Assert.AreEqual(HttpStatusCode.Conflict, (await _world.Admin.Post("/bancas", body)).Status);

        Assert.IsEmpty(_world.Host.Log.Of("RETRY"));
        Assert.AreEqual(0, _metrics.Failures("UNKNOWN"));
    }
}
