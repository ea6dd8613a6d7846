using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Activity;

public static class ActivityQueries
{
    /// <summary>
    /// The tenant's lines with who acted, to be read. The tenant filter is on the lines alone: an administrator who
    /// acted for the banca is named although not of it.
    /// </summary>
    public static IQueryable<ActivityLog> Trail(this LotteryDbContext db)
    {
        var (all, banca) = (db.Tenant.SeesAll, db.Tenant.BancaId);
        return db.ActivityLogs.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).AsNoTracking()
            .Include(a => a.User)
            .Where(a => all || a.BancaId == banca);
    }
}
