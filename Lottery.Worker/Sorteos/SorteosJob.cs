using Lottery.Data;
using Lottery.Data.Sorteos.Automation;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Worker.Sorteos;

/// <summary>A job that is done to draws by itself, as long as an administrator wants it.</summary>
internal abstract class SorteosJob(LotteryDbContext db) : Job
{
    public override async Task<string?> WhyNot(CancellationToken cancellationToken) =>
        IsWanted(await db.SorteosAutoConfigs.AsNoTracking().SingleAsync(cancellationToken)) ? null : "It is switched off";

    protected abstract bool IsWanted(SorteosAutoConfig config);
}
