using Microsoft.AspNetCore.Http;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>Where whoever answers a request says how it failed. Reported once, when the request is over.</summary>
public static class RequestFailures
{
    /// <summary>The request ends in this exception; <paramref name="action"/> is that of its log record.</summary>
    public static void FailedWith(this HttpContext context, Exception exception, string action)
    {
        if (context.Features.Get<RequestFailure>() is { } failure)
        {
            (failure.Exception, failure.Action) = (exception, action);
        }
    }

    /// <summary>The client is told this code.</summary>
    public static void AnsweredWith(this HttpContext context, int status, string code)
    {
        if (context.Features.Get<RequestFailure>() is { } failure)
        {
            (failure.Status, failure.Code) = (status, code);
        }
    }
}

internal sealed class RequestFailure
{
    public Exception? Exception { get; set; }

    public string? Action { get; set; }

    public int Status { get; set; }

    public string? Code { get; set; }
}
