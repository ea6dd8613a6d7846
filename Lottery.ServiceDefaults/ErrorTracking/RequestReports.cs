using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>
/// Reports a request that failed, once, at its end: by then it is known whose it was, and whether what was thrown
/// became an answer or not.
/// </summary>
internal sealed class RequestReports(RequestDelegate next, ErrorReports reports)
{
    private const string Layer = "middleware";
    private const string Unhandled = "UNHANDLED_ERROR";
    private const string Operational = "OPERATIONAL_ERROR";

    public async Task InvokeAsync(HttpContext context)
    {
        using var work = reports.Begin(context.RequestIdentity(), "http.server", ManagementPort.Accepted(context));
        var failure = new RequestFailure();
        context.Features.Set(failure);
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            (failure.Exception, failure.Action, failure.Code) = (exception, Unhandled, null);
            failure.Status = StatusCodes.Status500InternalServerError;
            throw;
        }
        finally
        {
            work.Name = $"{context.Request.Method} {RouteOf(context) ?? "(no route)"}";
            work.Status = failure.Exception is null ? context.Response.StatusCode : Math.Max(failure.Status, 500);
            Report(context, failure);
        }
    }

    private void Report(HttpContext context, RequestFailure failure)
    {
        if (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            // The client went away; what its absence broke is nobody's error.
            return;
        }

        var exception = failure.Exception ?? HandledElsewhere(context);
        if (exception is null && failure.Code is null)
        {
            return;
        }

        if (exception is not null || failure.Status >= StatusCodes.Status500InternalServerError)
        {
            Send(context, failure, exception, isWarning: false);
        }
        else if (reports.IsWanted(failure.Code!))
        {
            Send(context, failure, exception: null, isWarning: true);
        }
    }

    private void Send(HttpContext context, RequestFailure failure, Exception? exception, bool isWarning)
    {
        var status = failure.Status == 0 ? context.Response.StatusCode : failure.Status;
        // A 500 is a bug, and each has its own stack. Another code is a state that many requests meet at once.
        var isShared = failure.Code is not null && status != StatusCodes.Status500InternalServerError;
        reports.Send(new ErrorReport(Layer, failure.Action ?? (exception is null ? Operational : Unhandled))
        {
            Exception = exception,
            Message = $"{status} {failure.Code}",
            IsHandled = failure.Code is not null && isShared,
            IsWarning = isWarning,
            SharedCode = isShared ? failure.Code : null,
            Request = (context.Request.Method, context.Request.PathBase + context.Request.Path),
            Tags = { ["status"] = status.ToString(provider: null), ["code"] = failure.Code },
        });
    }

    private static Exception? HandledElsewhere(HttpContext context) =>
        context.Response.StatusCode >= StatusCodes.Status500InternalServerError
            ? context.Features.Get<IExceptionHandlerFeature>()?.Error
            : null;

    private static string? RouteOf(HttpContext context) =>
        ((context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint)
            ?.RoutePattern.RawText;
}
