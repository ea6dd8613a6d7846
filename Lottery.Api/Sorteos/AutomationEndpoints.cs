using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Api.Jobs;
using Lottery.Data;
using Lottery.Data.Jobs;
using Lottery.Data.Sorteos.Automation;

namespace Lottery.Api.Sorteos;

/// <summary>What is done to draws by itself: whether, when, how it went, and now.</summary>
internal static class AutomationEndpoints
{
    private const string Opened = "openedCount";
    private const string Created = "createdCount";
    private const string Closed = "closedCount";

    public static void MapAutomation(this RouteGroupBuilder api)
    {
        var sorteos = api.MapGroup("/sorteos").WithTags("Sorteos");
        sorteos.MapGet("/auto-config", GetAutoConfig, AccessMatrix.GetAutoConfig)
            .WithSummary("Tell what is done to draws by itself, when, and when it was done last");
        sorteos.MapPatch("/auto-config", UpdateAutoConfig, AccessMatrix.UpdateAutoConfig)
            .WithSummary("Switch it on or off, or to another time by the clock in Costa Rica; no worker is restarted")
            .Example(new UpdateAutoConfigRequest { AutoOpenEnabled = true, OpenCronSchedule = "30 1 * * *" })
            .Refuses(JobRefusals.CronInvalid);
        sorteos.MapGet("/auto-status", GetAutoStatus, AccessMatrix.GetAutoStatus)
            .WithSummary("Tell whether it was done in the last 30 hours");
        sorteos.MapPost("/auto-open/execute", ExecuteAutoOpen, AccessMatrix.ExecuteAutoOpen)
            .WithSummary("Open today's draws now; of the banca that is worked in, or of all");
        sorteos.MapPost("/auto-create/execute", ExecuteAutoCreate, AccessMatrix.ExecuteAutoCreate)
            .Strict<AutoCreateQuery>()
            .WithSummary("Create the draws of the next days now; of the banca that is worked in, or of all");
        sorteos.MapPost("/auto-close/execute", ExecuteAutoClose, AccessMatrix.ExecuteAutoClose)
            .WithSummary("Close the draws that nobody bought for now; of the banca that is worked in, or of all");
    }

    private static async Task<Reply<AutoConfigResponse>> GetAutoConfig(
        AutomationSettings settings, CancellationToken cancellationToken) =>
        await Show(await settings.Read(cancellationToken), settings, cancellationToken);

    private static async Task<Reply<AutoConfigResponse>> UpdateAutoConfig(
        UpdateAutoConfigRequest request, AutomationSettings settings, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var outcome = await settings.Change(
            config =>
            {
                request.ApplyTo(config);
                return settings.Wrong(request.OpenCronSchedule) ?? settings.Wrong(request.CreateCronSchedule)
                    ?? settings.Wrong(request.CloseCronSchedule);
            },
            current.Actor, cancellationToken);
        return outcome.IsRefused(out var refusal, out var config)
            ? refusal
            : await Show(config, settings, cancellationToken);
    }

    private static async Task<Reply<AutoStatusResponse>> GetAutoStatus(
        AutomationSettings settings, CancellationToken cancellationToken)
    {
        var config = await settings.Read(cancellationToken);
        return new AutoStatusResponse(
            AutoActStatus.Of(await settings.Last(JobNames.AutoOpen, Opened, cancellationToken)),
            AutoActStatus.Of(await settings.Last(JobNames.AutoCreate, Created, cancellationToken)),
            AutoActStatus.Of(await settings.Last(JobNames.AutoClose, Closed, cancellationToken)),
            new AutoFlags(config.AutoOpenEnabled, config.AutoCreateEnabled, config.AutoCloseEnabled));
    }

    private static async Task<RunReply<AutoOpenResponse>> ExecuteAutoOpen(
        JobRequests requests, JobWaiting waiting, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken) =>
        RunReply<AutoOpenResponse>.Of(
            await waiting.Run(db, requests, JobNames.AutoOpen, null, current.Actor, cancellationToken),
            AutoRunReading.Opened);

    private static async Task<RunReply<AutoCreateResponse>> ExecuteAutoCreate(
        [AsParameters] AutoCreateQuery query, JobRequests requests, JobWaiting waiting, LotteryDbContext db,
        CurrentActor current, CancellationToken cancellationToken) =>
        RunReply<AutoCreateResponse>.Of(
            await waiting.Run(db, requests, JobNames.AutoCreate, query.DaysAhead, current.Actor, cancellationToken),
            AutoRunReading.Created);

    private static async Task<RunReply<AutoCloseResponse>> ExecuteAutoClose(
        JobRequests requests, JobWaiting waiting, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken) =>
        RunReply<AutoCloseResponse>.Of(
            await waiting.Run(db, requests, JobNames.AutoClose, null, current.Actor, cancellationToken),
            AutoRunReading.Closed);

    private static async Task<AutoConfigResponse> Show(
        SorteosAutoConfig config, AutomationSettings settings, CancellationToken cancellationToken) =>
        AutoConfigResponse.Of(
            config,
            await settings.Last(JobNames.AutoOpen, Opened, cancellationToken),
            await settings.Last(JobNames.AutoCreate, Created, cancellationToken),
            await settings.Last(JobNames.AutoClose, Closed, cancellationToken));
}
