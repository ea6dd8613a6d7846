using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Sentry;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>
/// The way to Sentry. The bare client, without the library's hooks into logging, the server and the process: those
/// would report a second time what is reported here.
/// </summary>
internal static class SentryConnection
{
    // What is more than this and cannot be sent is dropped.
    private const int LongestQueue = 100;

    public static SentryClient Open(ErrorTrackingOptions settings, ILogger log)
    {
        var options = new SentryOptions
        {
            Dsn = settings.Dsn,
            Environment = settings.Environment,
            Release = settings.Release,
            SendDefaultPii = false,
            AttachStacktrace = false,
            AutoSessionTracking = false,
            EnableBackpressureHandling = false,
            MaxQueueItems = LongestQueue,
            ReportAssembliesMode = ReportAssembliesMode.None,
            // Whoever ends the process has waited in Flush before.
            ShutdownTimeout = TimeSpan.Zero,
            CreateHttpMessageHandler = () => new Delivery(log) { InnerHandler = new SocketsHttpHandler() },
        };
        options.AddInAppInclude("Lottery.");
        options.SetBeforeSend((made, _) => Scrubbing.Clean(made));
        return new SentryClient(options);
    }

    /// <summary>Minds whether reports arrive, and tells the log when that changes.</summary>
    private sealed class Delivery(ILogger log) : DelegatingHandler
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

        private bool _isFailing;

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                var answer = await base.SendAsync(request, patience.Token);
                Note(answer.IsSuccessStatusCode, (int)answer.StatusCode, null);
                return answer;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A cancellation would end the library's sender for good.
                Note(isTaken: false, null, "Timeout");
                throw new HttpRequestException($"No answer within {Patience.TotalSeconds} s.");
            }
            catch (HttpRequestException failure)
            {
                Note(isTaken: false, null, failure.HttpRequestError.ToString());
                throw;
            }
        }

        // One request at a time, so nothing else changes the field meanwhile.
        private void Note(bool isTaken, int? status, string? error)
        {
            if (isTaken == !_isFailing)
            {
                return;
            }

            _isFailing = !isTaken;
            if (_isFailing)
            {
                ErrorReportsLog.SendFailed(log, status, error);
            }
            else
            {
                ErrorReportsLog.SendRestored(log);
            }
        }
    }
}

internal static partial class ErrorReportsLog
{
    [LoggerMessage(EventName = "SENTRY_INIT_SUCCESS", Level = LogLevel.Information,
        Message = "Errors are sent to Sentry")]
    public static partial void On(ILogger logger, string environment, string release, double? tracesSampleRate);

    [LoggerMessage(EventName = "SENTRY_INIT_ERROR", Level = LogLevel.Error,
        Message = "Sentry could not be set up; errors stay in the log")]
    public static partial void NotSetUp(ILogger logger, Exception exception);

    [LoggerMessage(EventName = "SENTRY_INIT_SKIP", Level = LogLevel.Information,
        Message = "SENTRY_DSN is not set; errors stay in the log")]
    public static partial void Off(ILogger logger);

    [LoggerMessage(EventName = "SENTRY_EVENT_LOST", Level = LogLevel.Warning,
        Message = "An error could not be reported to Sentry")]
    public static partial void Lost(ILogger logger, Exception failure);

    [LoggerMessage(EventName = "SENTRY_SEND_FAILED", Level = LogLevel.Warning,
        Message = "Sentry does not take reports; they are lost until it does")]
    public static partial void SendFailed(ILogger logger, int? status, string? error);

    [LoggerMessage(EventName = "SENTRY_SEND_RESTORED", Level = LogLevel.Information,
        Message = "Sentry takes reports again")]
    public static partial void SendRestored(ILogger logger);
}
