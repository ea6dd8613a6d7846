using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>Counts a request as an operation; one that arrives too late is told to go elsewhere.</summary>
internal sealed class OperationsGate(RequestDelegate next, Operations operations, IOptions<ShutdownOptions> options)
{
    // A connection that was told stays unused: its client does not meet one that is closed under its hands.
    private readonly Func<object, Task> _tellWhenStopping = state =>
    {
        if (operations.IsStopping)
        {
            ((HttpContext)state).Response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    };

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(_tellWhenStopping, context);
        var request = context.Request;
        using var operation = operations.Begin(
            Operations.Request, $"{request.Method} {request.Path}", context.RequestIdentity().RequestId);
        if (operation is not null)
        {
            await next(context);
            return;
        }

        context.Features.Set(new TurnedAway());
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = ((int)options.Value.Timeout.TotalSeconds).ToString(provider: null);
        await options.Value.AnswerRefusedRequest(context);
    }
}
