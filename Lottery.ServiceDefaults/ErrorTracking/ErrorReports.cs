using System.Diagnostics;
using Lottery.ServiceDefaults.Requests;
using Microsoft.Extensions.Logging;
using Sentry;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>
/// Sends what went wrong to Sentry, with the request or job run it happened in. Does nothing when Sentry is off, never
/// throws and never waits: what cannot be sent is lost.
/// </summary>
public sealed class ErrorReports : IDisposable
{
    /// <summary>Longest that the end of the process waits for what is still to be sent.</summary>
    public static readonly TimeSpan FlushWithin = TimeSpan.FromSeconds(2);

    internal static readonly ErrorReports Off = new();

    private readonly EventMaker? _maker;
    private readonly ReportScopes? _scopes;
    private readonly ErrorTrackingOptions? _options;
    private readonly Throttle? _throttle;
    private readonly ILogger? _log;
    private readonly SentryClient? _client;
    private readonly Exception? _failure;

    private ErrorReports()
    {
    }

    internal ErrorReports(
        ProcessIdentity process, ErrorTrackingOptions options, ReportScopes scopes, TimeProvider time, ILogger log)
    {
        (_options, _scopes, _log) = (options, scopes, log);
        (_maker, _throttle) = (new EventMaker(process), new Throttle(time));
        try
        {
            _client = SentryConnection.Open(options, log);
        }
        catch (Exception failure)
        {
            // The product works without its error tracker.
            _failure = failure;
        }
    }

    internal bool IsOn => _client is not null;

    /// <summary>Reports an exception that the caller has dealt with.</summary>
    /// <param name="layer">As in log records: controller, service, job …</param>
    /// <param name="action">That of the log record that tells the same: <c>SORTEOS_AUTO_OPEN_FAIL</c>.</param>
    /// <param name="userId">Whose act it was, when that is not the user of the request.</param>
    /// <param name="tags">Short values that reports can be searched by.</param>
    /// <param name="extra">Further values. Secrets are taken out.</param>
    public void Capture(
        Exception exception,
        string layer,
        string action,
        string? userId = null,
        IReadOnlyDictionary<string, string>? tags = null,
        IReadOnlyDictionary<string, object?>? extra = null)
    {
        if (!IsOn)
        {
            return;
        }

        var report = new ErrorReport(layer, action) { Exception = exception, UserId = userId };
        foreach (var (name, value) in tags ?? new Dictionary<string, string>())
        {
            report.Tags[name] = value;
        }

        foreach (var (name, value) in extra ?? new Dictionary<string, object?>())
        {
            report.Extra[name] = value;
        }

        Send(report);
    }

    /// <summary>What is reported until the answer is disposed belongs to this run of a job.</summary>
    public IDisposable BeginJob(string job, string requestId)
    {
        var work = Begin(new RequestIdentity(requestId), "job", isUntraced: false);
        work.Name = job;
        return work;
    }

    internal void TellStart(ILogger log)
    {
        if (IsOn)
        {
            ErrorReportsLog.On(log, _options!.Environment, _options.Release, _options.TracesSampleRate);
        }
        else if (_failure is not null)
        {
            ErrorReportsLog.NotSetUp(log, _failure);
        }
        else
        {
            ErrorReportsLog.Off(log);
        }
    }

    internal ReportedWork Begin(RequestIdentity identity, string operation, bool isUntraced)
    {
        if (!IsOn)
        {
            return ReportedWork.None;
        }

        var isTraced = !isUntraced && _options!.TracesSampleRate is { } rate && Random.Shared.NextDouble() < rate;
        var scope = new ReportScope(identity, isTraced ? ReportScope.Trace(operation, operation) : null);
        return new ReportedWork(this, _scopes!, scope);
    }

    internal bool IsWanted(string refusalCode) => IsOn && _options!.ReportedCodes.Contains(refusalCode);

    internal void Send(ErrorReport report)
    {
        var leftOut = 0;
        if (!IsOn || (report is { SharedCode: { } code, IsWarning: false } && !_throttle!.Admits(code, out leftOut)))
        {
            return;
        }

        try
        {
            if (leftOut > 0)
            {
                report.Extra["leftOut"] = leftOut;
            }

            var scope = _scopes!.Current;
            scope.HasFailed = true;
            _client!.CaptureEvent(_maker!.Event(report, scope, Activity.Current));
        }
        catch (Exception failure)
        {
            ErrorReportsLog.Lost(_log!, failure);
        }
    }

    internal void Send(ReportScope finished, TransactionTracer transaction)
    {
        try
        {
            _client!.CaptureTransaction(_maker!.Transaction(finished, transaction));
        }
        catch (Exception failure)
        {
            ErrorReportsLog.Lost(_log!, failure);
        }
    }

    /// <summary>Gives what is still to be sent a moment.</summary>
    internal async Task Flush()
    {
        if (!IsOn)
        {
            return;
        }

        try
        {
            await _client!.FlushAsync(FlushWithin).WaitAsync(FlushWithin);
        }
        catch (TimeoutException)
        {
            // Sentry is slow or gone. The process is not held up for it.
        }
    }

    public void Dispose() => _client?.Dispose();
}
