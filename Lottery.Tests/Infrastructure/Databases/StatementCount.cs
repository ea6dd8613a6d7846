using System.Diagnostics;
using Npgsql;

namespace Lottery.Tests.Infrastructure.Databases;

/// <summary>Counts the commands that this process sends to one database, as the driver itself traces them.</summary>
public sealed class StatementCount : IDisposable
{
    private readonly ActivityListener _listener;
    private int _statements;

    public StatementCount(ApiHost host)
    {
        var database = new NpgsqlConnectionStringBuilder(host.Database).Database;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // A process asks whether its database is still there when nothing else is asked.
                if ((activity.GetTagItem("db.query.summary") ?? activity.GetTagItem("db.query.text"))
                        is not (null or "select 1")
                    && Equals(activity.GetTagItem("db.namespace"), database))
                {
                    Interlocked.Increment(ref _statements);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Statements => _statements;

    public void Dispose() => _listener.Dispose();
}
