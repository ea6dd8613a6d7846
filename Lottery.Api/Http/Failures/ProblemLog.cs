namespace Lottery.Api.Http.Failures;

/// <summary>What is told of answers that are failures.</summary>
internal static partial class ProblemLog
{
    public static void Refused(ILogger log, string code, int statusCode) =>
        Refused(log, LevelOf(code, statusCode), code, statusCode);

    [LoggerMessage(EventName = "OPERATIONAL_ERROR", Message = "Answered {statusCode} {code}")]
    private static partial void Refused(ILogger log, LogLevel level, string code, int statusCode);

    [LoggerMessage(Level = LogLevel.Error, EventName = "UNHANDLED_ERROR", Message = "An unexpected failure")]
    public static partial void Unhandled(ILogger log, Exception exception);

    [LoggerMessage(
        Level = LogLevel.Error, EventName = "DB_CONNECTION_ERROR", Message = "The database failed: {errorType}")]
    public static partial void Database(ILogger log, string errorType, string? errorCode, Exception exception);

    // Never an error: the record of the request is one already from 500 up, and what caused it has its own.
    private static LogLevel LevelOf(string code, int status) => status switch
    {
        401 or 403 or 404 => LogLevel.Information,
        _ when code == Problems.ShuttingDown.Code => LogLevel.Information,
        _ => LogLevel.Warning,
    };
}
