using Lottery.Data.Jobs;
using Lottery.Tests.Infrastructure;
using Lottery.Worker;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lottery.Tests.Worker;

[TestClass]
public sealed class JobFailureTests
{
    [TestMethod]
    public async Task A_run_whose_connection_is_ended_is_called_so_everywhere()
    {
        var database = await TestPostgres.CreateDatabase();
        await using (var worker = WorkerHost.On(database))
        {
            using var metrics = MetricWatch.On(worker.Services);
            worker.Log.Expect("PROBE_FAIL");
            worker.Probe.Act = async cancellationToken =>
            {
                await using var end = worker.Services.GetRequiredService<NpgsqlDataSource>()
                    .CreateCommand("select pg_terminate_backend(pg_backend_pid())");
                await end.ExecuteScalarAsync(cancellationToken);
                return new JobResult();
            };

            Assert.IsTrue(await worker.Run());

            var told = worker.Log.Of("PROBE_FAIL").Single();
            Assert.AreEqual(("CONNECTION_CLOSED", "57P01"), (told["errorType"], told["errorCode"]));
            var kept = (await worker.Runs()).Single();
            Assert.AreEqual((JobOutcome.Failed, "CONNECTION_CLOSED"), (kept.Outcome, kept.ErrorCode));
            Assert.AreEqual(1, metrics.Failures("CONNECTION_CLOSED"));
        }

        await TestPostgres.DropDatabase(database);
    }
}
