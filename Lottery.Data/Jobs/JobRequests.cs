using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Jobs;

/// <summary>Runs that people ask for: rows that a worker takes up, because a trigger announces them.</summary>
public sealed class JobRequests(LotteryDbContext db, TimeProvider clock)
{
    /// <summary>Workers look for requests when this is announced.</summary>
    public const string AskedChannel = "lottery_jobs";

    /// <summary>Announces the id of a run that is over.</summary>
    public const string OverChannel = "lottery_job_runs";

    /// <summary>Asks for a run of a job, kept to the actor's banca when it works in one.</summary>
    /// <param name="daysAhead">For a job that looks ahead.</param>
    public async Task<Outcome<JobRun>> Ask(
        string jobName, int? daysAhead, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.InTransaction<JobRun>("job.request", async ct =>
        {
            if (!await db.JobTimings.AnyAsync(timing => timing.JobName == jobName, ct))
            {
                return JobRefusals.NotFound;
            }

            var run = new JobRun
            {
                JobName = jobName,
                ScheduledAt = now,
                Outcome = JobOutcome.Requested,
                Trigger = JobTrigger.Manual,
                RequestId = actor.RequestId ?? Guid.CreateVersion7().ToString(),
                RequestedBy = actor.UserId,
                OnlyBancaId = actor.BancaId,
                DaysAhead = daysAhead,
            };
            db.JobRuns.Add(run);
            db.ActivityLogs.Add(ActivityTrail.Line(
                actor, ActivityType.SystemAction, "JOB_RUN", run.Id.ToString(), actor.BancaId,
                new { job = jobName, daysAhead, description = $"Ejecución pedida: {jobName}" }, now));
            return run;
        }, cancellationToken);
    }
}

/// <summary>The noes about jobs.</summary>
public static class JobRefusals
{
    public static readonly Refusal NotFound =
        Refusal.NotFound("JOB_NOT_FOUND", "No hay ningún trabajo con ese nombre.");

    public static readonly Refusal RunNotFound =
        Refusal.NotFound("JOB_RUN_NOT_FOUND", "El trabajo no tiene ninguna ejecución con ese id.");

    public static readonly Refusal CronInvalid = Refusal.Invalid(
        "CRON_INVALID", "El horario lleva cinco campos de cron que se cumplan algún día, como 30 1 * * *.");
}
