using System.Collections.Concurrent;
using System.Diagnostics;
using Lottery.ServiceDefaults.Redaction;
using OpenTelemetry;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>Takes out of a span, before it leaves, what no log record may say either.</summary>
internal sealed class SpanCleaner : BaseProcessor<Activity>
{
    private const string Driver = "Npgsql";
    private const string Query = "url.query";
    private const string Statement = "db.query.text";
    private const int StatementLimit = 1000;

    // Long, few, and always the same: their values are parameters.
    private static readonly ConcurrentDictionary<string, string> Statements = new();

    // What was added to a span cannot be taken out any more; an exception is cleaned while it is being added.
    private readonly ActivityListener _exceptions = new()
    {
        ShouldListenTo = source =>
            source.Name == Driver || source.Name.StartsWith("Lottery.", StringComparison.Ordinal),
        ExceptionRecorder = (_, exception, ref tags) =>
        {
            tags.Add("exception.message", Redactor.Clean(exception.Message));
            tags.Add("exception.stacktrace", Redactor.Clean(exception.ToString()));
        },
    };

    public SpanCleaner() => ActivitySource.AddActivityListener(_exceptions);

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == Driver && data.ParentSpanId == default)
        {
            // A statement is told as a part of a request or a run; a beat of ours is neither, and no trace.
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        // Whatever the client's own tracing wrote into its header.
        data.TraceStateString = null;
        data.SetTag(Query, null);
        data.DisplayName = Redactor.Clean(data.DisplayName);
        foreach (var (name, value) in data.TagObjects.ToList())
        {
            if (Redactor.Hides(name))
            {
                data.SetTag(name, Redactor.Mark);
            }
            else if (value is string text && Cleaned(name, text) is var clean && clean != text)
            {
                data.SetTag(name, clean);
            }
            else if (PlainNumbers.Clean(value) is Redactor.Mark)
            {
                data.SetTag(name, Redactor.Mark);
            }
        }

        if (data.StatusDescription is { } description)
        {
            data.SetStatus(data.Status, Redactor.Clean(description));
        }
    }

    private static string Cleaned(string name, string text) => name != Statement ? Redactor.Clean(text)
        : Statements.TryGetValue(text, out var known) ? known
        : Statements.Count < StatementLimit ? Statements.GetOrAdd(text, Redactor.Clean)
        : Redactor.Clean(text);

    protected override void Dispose(bool disposing)
    {
        _exceptions.Dispose();
        base.Dispose(disposing);
    }
}
