using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.Failures;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Loterias;

/// <summary>Looking at a lotería's timetable, and creating the draws it calls for.</summary>
internal static class ScheduleEndpoints
{
    private const int DefaultDays = 7;

    public static void MapSchedule(this RouteGroupBuilder loterias)
    {
        loterias.MapGet("/{id}/preview_schedule", PreviewSchedule, AccessMatrix.PreviewSchedule)
            .Strict<ScheduleQuery>()
            .WithSummary("The draws that the timetable calls for")
            .Refuses(LoteriaRefusals.NotFound);
        loterias.MapPost("/{id}/seed_sorteos", SeedSorteos, AccessMatrix.SeedSorteos)
            .Strict<SeedQuery>()
            .WithSummary("Create the draws of the timetable, or of the instants given; twice creates nothing twice")
            .Example(new SeedRequest([Moment.At(new DateTimeOffset(2027, 1, 4, 18, 55, 0, TimeSpan.Zero))]))
            .Refuses(LoteriaRefusals.NotFound, LoteriaRefusals.Global, LoteriaRefusals.Inactive);
    }

    private static async Task<BareReply<Listed<PreviewRow, PreviewMeta>>> PreviewSchedule(
        Guid id, [AsParameters] ScheduleQuery query, LotteryDbContext db, SorteoSeeding seeding,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var loteria = await db.Loterias.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        if (loteria is null)
        {
            return LoteriaRefusals.NotFound;
        }

        var allowPast = query.AllowPast is { Value: true };
        var (first, days) = Window(query, calendar);
        var occurrences = Occurrences(loteria, query, calendar);
        var existing = await seeding.Existing(id, occurrences, cancellationToken);
        var rows = occurrences
            .Take(query.Limit ?? DrawSchedule.MostOccurrences)
            .Select(o => new PreviewRow(
                calendar.Local(o.ScheduledAt), o.Name, id, existing.Contains(o.ScheduledAt)));
        var (from, to) = (calendar.BoundsOf(first).From, calendar.BoundsOf(first.AddDays(days - 1)).To);
        return new Outcome<Listed<PreviewRow, PreviewMeta>>(new(
            [.. rows], new PreviewMeta(occurrences.Count, calendar.Local(from), calendar.Local(to), allowPast)));
    }

    private static async Task<Reply<SeedResponse>> SeedSorteos(
        Guid id, [AsParameters] SeedQuery query, SeedRequest? request, LotteryDbContext db, SorteoSeeding seeding,
        CurrentActor current, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var loteria = await db.Loterias.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        if (loteria is null)
        {
            return LoteriaRefusals.NotFound;
        }

        if (loteria.BancaId is null && current.Actor.Role != Role.Admin)
        {
            return LoteriaRefusals.Global;
        }

        var wanted = request?.ScheduledDates is { Count: > 0 } dates
            ? [.. dates.Select(date => Given(loteria, calendar.InstantOf(date), calendar)).DistinctBy(o => o.ScheduledAt)]
            : Occurrences(loteria, query, calendar).Take(query.Limit ?? DrawSchedule.MostOccurrences).ToList();
        if (wanted.Count == 0)
        {
            return new SeedResponse([], [], [], [], Note: "No hay ocurrencias para crear");
        }

        if (query.DryRun is { Value: true })
        {
            var preview = wanted.Select(o => new SeedPreviewRow(o.Name, calendar.Local(o.ScheduledAt)));
            return new SeedResponse([], [], [], [], [.. preview]);
        }

        var outcome = await seeding.Seed(id, wanted, current.Actor, cancellationToken);
        return outcome.Select(result => new SeedResponse(
            Local(result.Created), Local(result.Processed.Except(result.Created)), Local(result.AlreadyExisting),
            Local(result.Processed)));

        IReadOnlyList<string> Local(IEnumerable<DateTimeOffset> instants) => [.. instants.Select(calendar.Local)];
    }

    private static (DateOnly First, int Days) Window(ScheduleQuery query, BusinessCalendar calendar) =>
        (query.Start is { } start ? calendar.DateOf(calendar.InstantOf(start)) : calendar.Today,
            query.Days ?? DefaultDays);

    private static List<Occurrence> Occurrences(Loteria loteria, ScheduleQuery query, BusinessCalendar calendar)
    {
        var (first, days) = Window(query, calendar);
        var earliest = query.AllowPast is { Value: true } ? DateTimeOffset.MinValue : calendar.Now;
        return [.. DrawSchedule.Occurrences(loteria, first, days, calendar).Where(o => o.ScheduledAt >= earliest)];
    }

    private static Occurrence Given(Loteria loteria, DateTimeOffset at, BusinessCalendar calendar) =>
        new(at, $"{loteria.Name} {calendar.WallClock(at):HH:mm}");
}
