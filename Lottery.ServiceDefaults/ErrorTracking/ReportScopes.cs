using Lottery.ServiceDefaults.Requests;
using Sentry;
using Sentry.Extensibility;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>The request or job run that the running code belongs to; what happens outside of all belongs to the
/// process.</summary>
internal sealed class ReportScopes
{
    private readonly AsyncLocal<ReportScope?> _current = new();
    private readonly ReportScope _process = new(null, null);

    public ReportScope Current => _current.Value ?? _process;

    /// <summary>From here on, and in everything that this flow calls, the scope is the current one.</summary>
    public void Enter(ReportScope scope) => _current.Value = scope;

    public void Leave() => _current.Value = null;
}

/// <summary>What one request or job run has to say in each of its reports.</summary>
/// <param name="Identity">On whose behalf. Read when something is reported, because it is filled in on the way.</param>
/// <param name="Transaction">Set when this one is traced.</param>
internal sealed record ReportScope(RequestIdentity? Identity, TransactionTracer? Transaction)
{
    public Trail Trail { get; } = new();

    /// <summary>What the work is called: route or job.</summary>
    public string? Name { get; set; }

    /// <summary>Something of it was reported.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Times the work under the ids that its log records have.</summary>
    public static TransactionTracer Trace(string name, string operation)
    {
        var activity = System.Diagnostics.Activity.Current;
        return new TransactionTracer(DisabledHub.Instance, new TransactionContext(
            name,
            operation,
            activity is null ? null : SpanId.Parse(activity.SpanId.ToHexString()),
            activity?.ParentSpanId is { } parent && parent != default ? SpanId.Parse(parent.ToHexString()) : null,
            activity is null ? null : SentryId.Parse(activity.TraceId.ToHexString()),
            isSampled: true,
            nameSource: TransactionNameSource.Route));
    }
}

/// <summary>A request or job run while it lasts. Disposing it ends it and sends its trace when it has one.</summary>
internal sealed class ReportedWork : IDisposable
{
    public static readonly ReportedWork None = new();

    private readonly ErrorReports? _reports;
    private readonly ReportScopes? _scopes;
    private readonly ReportScope? _scope;

    private ReportedWork()
    {
    }

    public ReportedWork(ErrorReports reports, ReportScopes scopes, ReportScope scope)
    {
        (_reports, _scopes, _scope) = (reports, scopes, scope);
        scopes.Enter(scope);
    }

    /// <summary>Route or job.</summary>
    public string Name
    {
        set
        {
            if (_scope is not null)
            {
                _scope.Name = value;
            }
        }
    }

    /// <summary>The HTTP status, for the trace; 0 when it is no request.</summary>
    public int Status { private get; set; }

    public void Dispose()
    {
        _scopes?.Leave();
        if (_scope is { Transaction: { } transaction })
        {
            transaction.Name = _scope.Name ?? transaction.Name;
            transaction.Finish(Status == 0 && _scope.HasFailed ? SpanStatus.InternalError : StatusOf(Status));
            _reports!.Send(_scope, transaction);
        }
    }

    private static SpanStatus StatusOf(int http) => http switch
    {
        < 400 => SpanStatus.Ok,
        401 => SpanStatus.Unauthenticated,
        403 => SpanStatus.PermissionDenied,
        404 => SpanStatus.NotFound,
        409 => SpanStatus.AlreadyExists,
        429 => SpanStatus.ResourceExhausted,
        499 => SpanStatus.Cancelled,
        < 500 => SpanStatus.InvalidArgument,
        503 => SpanStatus.Unavailable,
        _ => SpanStatus.InternalError,
    };
}
