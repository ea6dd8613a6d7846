using System.Reflection;
using Lottery.Api.Http;
using Lottery.Data;
using Lottery.Data.Jobs;
using Microsoft.AspNetCore.Http.Metadata;

namespace Lottery.Api.Jobs;

/// <summary>
/// What a run came to, 200; or, when it is not over yet, the run as it stands, 202 with the place where to ask again.
/// </summary>
public sealed class RunReply<T> : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<JobRun> _outcome;
    private readonly Func<JobRun, T> _read;

    private RunReply(Outcome<JobRun> outcome, Func<JobRun, T> read) => (_outcome, _read) = (outcome, read);

    public static RunReply<T> Of(Outcome<JobRun> outcome, Func<JobRun, T> read) => new(outcome, read);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status200OK, typeof(Envelope<T>)));
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status202Accepted, typeof(Envelope<JobRunResponse>)));
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (!_outcome.IsRefused(out _, out var asked))
        {
            if (asked.IsOver)
            {
                return Replies.Write(
                    httpContext, _outcome, StatusCodes.Status200OK, over => new Envelope<T>(_read(over)));
            }

            httpContext.Response.Headers.Location = $"/api/v1/jobs/{asked.JobName}/runs/{asked.Id}";
        }

        return Replies.Write(
            httpContext, _outcome, StatusCodes.Status202Accepted,
            run => new Envelope<JobRunResponse>(JobRunResponse.Of(run)));
    }
}
