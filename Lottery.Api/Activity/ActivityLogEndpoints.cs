using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Activity;

internal static class ActivityLogEndpoints
{
    public static void MapActivityLogs(this RouteGroupBuilder api)
    {
        var logs = api.MapGroup("/activity-logs").WithTags("Activity");
        logs.MapGet("/", ListActivityLogs, AccessMatrix.ListActivityLogs)
            .Strict<ListActivityQuery>()
            .WithSummary("List the activity log, newest first").Refuses(ActivityRefusals.DatesCross);
        logs.MapGet("/{id}", GetActivityLog, AccessMatrix.GetActivityLog)
            .WithSummary("Get one line of the activity log").Refuses(ActivityRefusals.NotFound);
    }

    private static async Task<PageReply<ActivityResponse>> ListActivityLogs(
        [AsParameters] ListActivityQuery query, LotteryDbContext db, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var from = query.StartDate is { } start ? calendar.InstantOf(start) : (DateTimeOffset?)null;
        var to = query.EndDate is { } end ? calendar.InstantOf(end) : (DateTimeOffset?)null;
        if (from > to)
        {
            return ActivityRefusals.DatesCross;
        }

        var action = query.Action?.Value;
        var rows = Lines(db)
            .Where(a => query.UserId == null || a.UserId == query.UserId)
            .Where(a => action == null || a.Action == action)
            .Where(a => query.TargetType == null || a.TargetType == query.TargetType)
            .Where(a => query.TargetId == null || a.TargetId == query.TargetId)
            .Where(a => from == null || a.CreatedAt >= from)
            .Where(a => to == null || a.CreatedAt <= to);
        if (query.Search is { } text)
        {
            var pattern = Like.Containing(text);
            var actions = Enum.GetValues<ActivityType>()
                .Where(a => WireNames.Of(a).Contains(text, StringComparison.OrdinalIgnoreCase)).ToList();
            rows = rows.Where(a => actions.Contains(a.Action)
                || EF.Functions.ILike(a.TargetType!, pattern, Like.Escape)
                || EF.Functions.ILike(a.TargetId!, pattern, Like.Escape)
                || EF.Functions.ILike(a.User!.Name, pattern, Like.Escape)
                || EF.Functions.ILike(a.User!.Username, pattern, Like.Escape));
        }

        var page = await rows.OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id)
            .ToPage(query, 20, cancellationToken);
        return page.Select(ActivityResponse.Of);
    }

    private static async Task<Reply<ActivityResponse>> GetActivityLog(
        Guid id, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var line = await Lines(db).SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        return line is null ? ActivityRefusals.NotFound : ActivityResponse.Of(line);
    }

    // The tenant filter is on the lines; an administrator who acted for the banca is named although not of it.
    private static IQueryable<ActivityLog> Lines(LotteryDbContext db)
    {
        var (all, banca) = (db.Tenant.SeesAll, db.Tenant.BancaId);
        return db.ActivityLogs.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).AsNoTracking()
            .Include(a => a.User)
            .Where(a => all || a.BancaId == banca);
    }
}
