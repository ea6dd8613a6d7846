using System.Collections.Concurrent;
using Lottery.Data.Calendar;
using Lottery.Data.Jobs;

namespace Lottery.Worker.Times;

/// <summary>
/// When each job is due now: as an administrator says, else the configuration, else the timetable. Keeps count of what
/// this process has begun, so that a minute that comes twice, or late, begins nothing twice and leaves nothing out.
/// </summary>
internal sealed class JobTimings(BusinessCalendar calendar, IConfiguration configuration)
{
    private readonly ConcurrentDictionary<string, Timing> _current = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _begun = [];
    private volatile Dictionary<string, string> _configured = [];

    public CronTime Of(ScheduledJob job) => _current.TryGetValue(job.Name, out var timing) ? timing.At : OfTimetable(job);

    /// <summary>When its time became what it is; null while it is the first.</summary>
    public DateTimeOffset? ChangedAt(ScheduledJob job) => _current.GetValueOrDefault(job.Name)?.ChangedAt;

    /// <summary>The occurrence that is due, unless it was due before the job's time became what it is.</summary>
    public DateTimeOffset? Missed(ScheduledJob job)
    {
        var due = Of(job).LastUntil(calendar.Now);
        return due < ChangedAt(job) ? null : due;
    }

    /// <summary>What was due before is for whoever catches up.</summary>
    public void Begin()
    {
        foreach (var job in JobSchedule.Jobs)
        {
            _begun[job.Name] = calendar.Now;
        }
    }

    /// <summary>The occurrence that is due now; given once.</summary>
    public DateTimeOffset? Due(ScheduledJob job)
    {
        var due = Of(job).LastUntil(calendar.Now);
        return _begun.TryGetValue(job.Name, out var before) && due > before && _begun.TryUpdate(job.Name, due, before)
            ? due
            : null;
    }

    /// <summary>
    /// Takes what an administrator says now, and what the configuration says now.
    /// </summary>
    /// <param name="agreed">Cron by job; what cannot be read is as if it were not there.</param>
    /// <param name="known">What the workers have had until now.</param>
    /// <returns>The jobs whose time is another than the workers have had.</returns>
    public IReadOnlyList<JobTiming> Take(
        IReadOnlyDictionary<string, string?> agreed, IReadOnlyDictionary<string, JobTiming> known)
    {
        var changes = new List<JobTiming>();
        var configured = Configured();
        foreach (var job in JobSchedule.Jobs)
        {
            var (at, source) = Decide(job, agreed.GetValueOrDefault(job.Name), configured.GetValueOrDefault(job.Name));
            var before = known.GetValueOrDefault(job.Name);
            var isOther = before is null || (before.Cron, before.Zone, before.Source) != (at.Text, at.Zone, source);
            var changedAt = before is null ? null : isOther ? calendar.Now : before.ChangedAt;
            if (isOther)
            {
                changes.Add(new JobTiming
                {
                    JobName = job.Name,
                    Cron = at.Text,
                    Zone = at.Zone,
                    Source = source,
                    ChangedAt = changedAt,
                });
            }

            Set(job, new Timing(at, changedAt));
        }

        return changes;
    }

    /// <summary>Why what the configuration says now does not count; null while it does.</summary>
    public string? Problem { get; private set; }

    /// <summary>What is wrong with the options, or null.</summary>
    public static string? Wrong(JobOptions options, TimeZoneInfo zone)
    {
        foreach (var (name, cron) in options.Cron)
        {
            if (JobSchedule.Jobs.All(job => job.Name != name))
            {
                return $"Jobs:Cron names '{name}', which is no job. The jobs are "
                    + $"{string.Join(", ", JobSchedule.Jobs.Select(job => job.Name))}.";
            }

            if (CronTime.Read(cron, zone) is null)
            {
                return $"Jobs:Cron:{name} must be five fields of cron that come true some day, as in '30 1 * * *', "
                    + $"and is '{cron}'.";
            }
        }

        return null;
    }

    // Whatever was right last, if what it says by now is wrong.
    private Dictionary<string, string> Configured()
    {
        var options = configuration.GetSection(JobOptions.Section).Get<JobOptions>() ?? new JobOptions();
        Problem = Wrong(options, calendar.Zone);
        if (Problem is null)
        {
            _configured = options.Cron;
        }

        return _configured;
    }

    // Another time counts from now on: what it would have had before nobody has missed.
    private void Set(ScheduledJob job, Timing timing)
    {
        var before = Of(job);
        _current[job.Name] = timing;
        if (before != timing.At)
        {
            _begun[job.Name] = calendar.Now;
        }
    }

    private (CronTime At, JobTimingSource Source) Decide(ScheduledJob job, string? agreed, string? configured) =>
        agreed is not null && CronTime.Read(agreed, ZoneOf(job)) is { } asked ? (asked, JobTimingSource.AutoConfig)
        : configured is not null ? (CronTime.Read(configured, ZoneOf(job))!, JobTimingSource.Configuration)
        : (OfTimetable(job), JobTimingSource.Timetable);

    private CronTime OfTimetable(ScheduledJob job) => CronTime.Read(job.Cron, ZoneOf(job))
        ?? throw new InvalidOperationException($"{job.Name} is due at '{job.Cron}', which is no time.");

    private TimeZoneInfo ZoneOf(ScheduledJob job) => job.Clock == JobClock.Utc ? TimeZoneInfo.Utc : calendar.Zone;

    private sealed record Timing(CronTime At, DateTimeOffset? ChangedAt);
}
