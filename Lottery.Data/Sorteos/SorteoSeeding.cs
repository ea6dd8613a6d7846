using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Sorteos;

/// <summary>Creates the draws that a lotería's timetable calls for. Doing it twice creates nothing twice.</summary>
public sealed class SorteoSeeding(LotteryDbContext db, BusinessCalendar calendar)
{
    /// <summary>Days ahead that one seeding may cover.</summary>
    public const int MostDays = 31;

    /// <summary>The draws of the timetable that exist already, in any state, deleted ones included.</summary>
    public async Task<HashSet<DateTimeOffset>> Existing(
        Guid loteriaId, IReadOnlyCollection<Occurrence> occurrences, CancellationToken cancellationToken)
    {
        var instants = occurrences.Select(o => o.ScheduledAt).ToList();
        return await db.Sorteos.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Where(s => s.LoteriaId == loteriaId && instants.Contains(s.ScheduledAt))
            .Select(s => s.ScheduledAt)
            .ToHashSetAsync(cancellationToken);
    }

    /// <summary>Creates what is missing of <paramref name="occurrences"/> as SCHEDULED draws.</summary>
    public Task<Outcome<SeedingResult>> Seed(
        Guid loteriaId, IReadOnlyList<Occurrence> occurrences, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<SeedingResult>("sorteo.seed", async ct =>
        {
            // The lotería's row is the queue: two seedings at once do not trip over each other's draws.
            var loteria = await db.Loterias
                .FromSql($"select * from loterias where id = {loteriaId} for no key update")
                .SingleOrDefaultAsync(ct);
            if (loteria is null)
            {
                return LoteriaRefusals.NotFound;
            }

            if (!loteria.IsActive)
            {
                return LoteriaRefusals.Inactive;
            }

            var existing = await Existing(loteriaId, occurrences, ct);
            var created = occurrences.Where(o => !existing.Contains(o.ScheduledAt)).ToList();
            var digits = loteria.Rules.Digits;
            db.Sorteos.AddRange(created.Select(o => new Sorteo
            {
                LoteriaId = loteria.Id,
                BancaId = loteria.BancaId,
                Name = o.Name,
                ScheduledAt = o.ScheduledAt,
                Digits = digits,
            }));
            if (created.Count > 0)
            {
                db.ActivityLogs.Add(ActivityTrail.Line(
                    actor, ActivityType.SorteoCreate, "LOTERIA", loteria.Id.ToString(), loteria.BancaId,
                    new
                    {
                        created = created.Select(o => calendar.Local(o.ScheduledAt)),
                        description = $"{created.Count} sorteos creados de {loteria.Name}",
                    },
                    calendar.Now));
            }

            return new SeedingResult(
                [.. created.Select(o => o.ScheduledAt)], [.. existing.Order()], [.. occurrences.Select(o => o.ScheduledAt)]);
        }, cancellationToken);
}

/// <summary>Instants of a seeding, UTC: what was created, what was there, and what was asked for.</summary>
public sealed record SeedingResult(
    IReadOnlyList<DateTimeOffset> Created,
    IReadOnlyList<DateTimeOffset> AlreadyExisting,
    IReadOnlyList<DateTimeOffset> Processed);
