using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.AspNetCore.Mvc;
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
        logs.MapGet("/statistics", GetActivityStatistics, AccessMatrix.GetActivityStatistics)
            .Strict<ActivityStatisticsQuery>()
            .WithSummary("Count the activity by act and by business day, of the last 30 days unless dates are given")
            .Refuses(ActivityRefusals.DatesCross, ActivityRefusals.PeriodTooLong);
        logs.MapGet("/user/{userId}", ListActivityOfUser, AccessMatrix.ListActivityOfUser)
            .Strict<ListActivityQuery>()
            .WithSummary("List what one user did, newest first")
            .Refuses(ActivityRefusals.DatesCross, UserRefusals.NotFound);
        logs.MapGet("/target/{targetType}/{targetId}", ListActivityOfTarget, AccessMatrix.ListActivityOfTarget)
            .Strict<ListActivityQuery>()
            .WithSummary("List what was done to one thing, newest first")
            .Refuses(ActivityRefusals.DatesCross, ActivityRefusals.NotFound);
        logs.MapGet("/action/{action}", ListActivityOfAction, AccessMatrix.ListActivityOfAction)
            .Strict<ListActivityQuery>()
            .WithSummary("List one kind of act, newest first")
            .Refuses(ActivityRefusals.DatesCross);
        logs.MapGet("/{id}", GetActivityLog, AccessMatrix.GetActivityLog)
            .WithSummary("Get one line of the activity log").Refuses(ActivityRefusals.NotFound);
        logs.MapPost("/cleanup", CleanUpActivityLogs, AccessMatrix.CleanUpActivityLogs)
            .WithSummary("Delete old lines of the active banca, or of every banca when none is active")
            .Example(new CleanUpActivityRequest(DaysToKeep: 90))
            .Refuses(ActivityRefusals.RetentionTooShort);
    }

    private static Task<PageReply<ActivityResponse>> ListActivityLogs(
        [AsParameters] ListActivityQuery query, LotteryDbContext db, BusinessCalendar calendar,
        CancellationToken cancellationToken) => Page(query, db, calendar, cancellationToken);

    // An administrator of all is not a user of the banca, but what it did there is the banca's to read.
    private static async Task<PageReply<ActivityResponse>> ListActivityOfUser(
        [AsParameters] ListActivityQuery query, LotteryDbContext db, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(u => u.Id == query.UserId, cancellationToken)
            || await db.Trail().AnyAsync(a => a.UserId == query.UserId, cancellationToken)
            ? await Page(query, db, calendar, cancellationToken)
            : UserRefusals.NotFound;

    // What has no line here is not told apart from what is another banca's.
    private static async Task<PageReply<ActivityResponse>> ListActivityOfTarget(
        [AsParameters] ListActivityQuery query, LotteryDbContext db, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        await db.Trail().AnyAsync(
            a => a.TargetType == query.TargetType && a.TargetId == query.TargetId, cancellationToken)
            ? await Page(query, db, calendar, cancellationToken)
            : ActivityRefusals.NotFound;

    private static Task<PageReply<ActivityResponse>> ListActivityOfAction(
        [AsParameters] ListActivityQuery query, LotteryDbContext db, BusinessCalendar calendar,
        CancellationToken cancellationToken) => Page(query, db, calendar, cancellationToken);

    private static async Task<Reply<ActivityResponse>> GetActivityLog(
        Guid id, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var line = await db.Trail().SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        return line is null ? ActivityRefusals.NotFound : ActivityResponse.Of(line);
    }

    private static async Task<Reply<ActivityCleanUpResponse>> CleanUpActivityLogs(
        [FromBody] CleanUpActivityRequest? request, ActivityRetention retention, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var outcome = await retention.Purge(current.Actor, request?.KeepFor, cancellationToken);
        return outcome.Select(purge => new ActivityCleanUpResponse(
            $"Limpieza {(purge.IsComplete ? "completada" : "parcial")}: {purge.Deleted} registros eliminados.",
            purge.Deleted));
    }

    private static async Task<ReportReply<ActivityCounts>> GetActivityStatistics(
        [AsParameters] ActivityStatisticsQuery query, ActivityStatistics statistics, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        await statistics.Of(Day(query.StartDate, calendar), Day(query.EndDate, calendar), cancellationToken);

    private static async Task<PageReply<ActivityResponse>> Page(
        ListActivityQuery query, LotteryDbContext db, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var from = query.StartDate is { } start ? calendar.InstantOf(start) : (DateTimeOffset?)null;
        var to = query.EndDate is { } end ? calendar.InstantOf(end) : (DateTimeOffset?)null;
        if (from > to)
        {
            return ActivityRefusals.DatesCross;
        }

        var action = query.Action?.Value;
        var lines = db.Trail()
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
            lines = lines.Where(a => actions.Contains(a.Action)
                || EF.Functions.ILike(a.TargetType!, pattern, Like.Escape)
                || EF.Functions.ILike(a.TargetId!, pattern, Like.Escape)
                || EF.Functions.ILike(a.User!.Name, pattern, Like.Escape)
                || EF.Functions.ILike(a.User!.Username, pattern, Like.Escape));
        }

        var page = await lines.OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id)
            .ToPage(query, 20, cancellationToken);
        return page.Select(ActivityResponse.Of);
    }

    private static DateOnly? Day(Moment? moment, BusinessCalendar calendar) =>
        moment is { } at ? calendar.DateOf(calendar.InstantOf(at)) : null;
}
