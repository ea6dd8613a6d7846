using Lottery.Data.Persistence.Disk;
using Lottery.Data.Users;

namespace Lottery.Worker.Database;

/// <summary>Measures the database and its disk, for whoever watches them.</summary>
internal sealed class DatabaseSizeJob(DatabaseDisk disk) : Job
{
    public override string ActionPrefix => "DATABASE_SIZE";

    public override string Context => "databaseSize";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var size = await disk.Measure(cancellationToken);
        return size.Capacity is { } capacity
            ? new JobResult(("bytes", size.Bytes), ("capacityBytes", capacity))
            : new JobResult(("bytes", size.Bytes));
    }
}
