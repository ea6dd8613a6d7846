using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Jobs;

/// <summary>What the workers do by themselves, for whoever keeps the installation going.</summary>
internal static class JobEndpoints
{
    public static void MapJobs(this RouteGroupBuilder api)
    {
        var jobs = api.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("/", ListJobs, AccessMatrix.ListJobs)
            .WithSummary("List the jobs, when each is due next, and how its newest run went");
        jobs.MapGet("/{name}/runs", ListJobRuns, AccessMatrix.ListJobRuns).Strict<ListJobRunsQuery>()
            .WithSummary("List the runs of a job, newest first").Refuses(JobRefusals.NotFound);
        jobs.MapGet("/{name}/runs/{id}", GetJobRun, AccessMatrix.GetJobRun)
            .WithSummary("Get a run of a job").Refuses(JobRefusals.RunNotFound);
        jobs.MapPost("/{name}/runs", RunJob, AccessMatrix.RunJob)
            .WithSummary("Ask for a run now; a worker takes it up. 202, or 200 with what came of it for who waits")
            .Example(new RunJobRequest(Wait: true)).Refuses(JobRefusals.NotFound);
    }

    private static async Task<ReportReply<IReadOnlyList<JobResponse>>> ListJobs(
        LotteryDbContext db, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var timings = await db.JobTimings.AsNoTracking().OrderBy(t => t.JobName).ToListAsync(cancellationToken);
        var newest = await db.JobRuns
            .FromSql($"select distinct on (job_name) * from job_runs order by job_name, scheduled_at desc, id desc")
            .TagWith("job.newest").AsNoTracking().ToDictionaryAsync(run => run.JobName, cancellationToken);
        return new Outcome<IReadOnlyList<JobResponse>>(
            [.. timings.Select(t => JobResponse.Of(t, newest.GetValueOrDefault(t.JobName), calendar.Now))]);
    }

    private static async Task<PageReply<JobRunResponse>> ListJobRuns(
        string name, [AsParameters] ListJobRunsQuery query, LotteryDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.JobTimings.AnyAsync(timing => timing.JobName == name, cancellationToken))
        {
            return JobRefusals.NotFound;
        }

        var (outcome, trigger) = (query.Outcome?.Value, query.Trigger?.Value);
        var page = await db.JobRuns.AsNoTracking()
            .Where(run => run.JobName == name)
            .Where(run => outcome == null || run.Outcome == outcome)
            .Where(run => trigger == null || run.Trigger == trigger)
            .OrderByDescending(run => run.ScheduledAt).ThenByDescending(run => run.Id)
            .ToPage(query, 20, cancellationToken);
        return page.Select(JobRunResponse.Of);
    }

    private static async Task<Reply<JobRunResponse>> GetJobRun(
        string name, Guid id, LotteryDbContext db, CancellationToken cancellationToken) =>
        await db.JobRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.JobName == name, cancellationToken)
            is { } run
            ? JobRunResponse.Of(run)
            : JobRefusals.RunNotFound;

    private static async Task<RunReply<JobRunResponse>> RunJob(
        string name, RunJobRequest request, JobRequests requests, JobWaiting waiting, LotteryDbContext db,
        CurrentActor current, CancellationToken cancellationToken)
    {
        var asked = await requests.Ask(name, request.DaysAhead, current.Actor, cancellationToken);
        if (request.Wait && !asked.IsRefused(out _, out var run))
        {
            asked = await waiting.Until(db, run, cancellationToken);
        }

        return RunReply<JobRunResponse>.Of(asked, JobRunResponse.Of);
    }
}
