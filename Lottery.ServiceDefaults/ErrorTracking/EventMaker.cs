using System.Diagnostics;
using Lottery.ServiceDefaults.Redaction;
using Sentry;
using Sentry.Protocol;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>Turns a report into what Sentry is sent, in the words of the log: same action, same ids.</summary>
internal sealed class EventMaker(ProcessIdentity process)
{
    private const string UncaughtMechanism = "UncaughtException";

    public SentryEvent Event(ErrorReport report, ReportScope scope, Activity? activity)
    {
        if (report is { Exception: { } thrown, IsHandled: false })
        {
            thrown.SetSentryMechanism(UncaughtMechanism, description: null, handled: false);
        }

        var made = new SentryEvent(report.Exception)
        {
            Level = report.IsFatal ? SentryLevel.Fatal : report.IsWarning ? SentryLevel.Warning : SentryLevel.Error,
            TransactionName = scope.Name,
        };
        if (report.Exception is null)
        {
            made.Message = report.Message;
        }

        if (report.SharedCode is { } code)
        {
            made.Fingerprint = [code];
        }

        if (report.Request is var (method, path))
        {
            made.Request = new SentryRequest { Method = method, Url = Redactor.Clean(path) };
        }

        Describe(made, scope, report.UserId);
        Tag(made, "layer", report.Layer);
        Tag(made, "action", report.Action);
        foreach (var (name, value) in report.Tags)
        {
            Tag(made, name, value);
        }

        foreach (var (name, value) in report.Extra)
        {
            made.SetExtra(Redactor.Clean(name), Scrubbing.Clean(name, value));
        }

        foreach (var step in scope.Trail.Breadcrumbs())
        {
            made.AddBreadcrumb(step);
        }

        if (activity is not null)
        {
            made.Contexts.Trace.TraceId = SentryId.Parse(activity.TraceId.ToHexString());
            made.Contexts.Trace.SpanId = SpanId.Parse(activity.SpanId.ToHexString());
        }

        return made;
    }

    public SentryTransaction Transaction(ReportScope scope, TransactionTracer timed)
    {
        var made = new SentryTransaction(timed);
        Describe(made, scope, userId: null);
        return made;
    }

    private void Describe(IEventLike made, ReportScope scope, string? userId)
    {
        Tag(made, "service", process.Service);
        Tag(made, "requestId", scope.Identity?.RequestId);
        Tag(made, "bancaId", scope.Identity?.BancaId);
        Tag(made, "role", scope.Identity?.Role);
        if ((userId ?? scope.Identity?.UserId) is { } user)
        {
            made.User = new SentryUser { Id = user };
        }
    }

    private static void Tag(IEventLike made, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            made.SetTag(Redactor.Clean(name), Scrubbing.Tag(name, value));
        }
    }
}
