using Lottery.ServiceDefaults.Logging.Formatting;
using Lottery.ServiceDefaults.Metrics;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>Makes of each entry its record and its line, whatever the entry holds, and counts it.</summary>
internal sealed class LogRecordReader(
    ProcessIdentity process, ProcessMetrics metrics, Action<LogRecord, ReadOnlyMemory<byte>> hand)
{
    private readonly JsonLogFormatter _json = new(process);

    public void Read(in LogEntry entry)
    {
        string? category = null;
        string? action = null;
        LogRecord record;
        try
        {
            var about = entry.Entry.LogInfo;
            (category, action) = (about.Category.Name, about.EventId.Name);
            record = LogRecord.Read(entry);
            // From here on the entry is used for another record.
            entry.Entry.Return();
        }
        catch (Exception exception)
        {
            record = LogRecord.Unwritable(category, action, exception);
        }

        Tell(record);
    }

    public void Tell(LogRecord record)
    {
        ReadOnlyMemory<byte> line;
        try
        {
            line = _json.Format(record);
        }
        catch (Exception exception)
        {
            // Of plain texts alone: this one can be written.
            record = LogRecord.Unwritable(record.Category, record.Event, exception);
            line = _json.Format(record);
        }

        metrics.RecordLogged(record.Level, record.Action);
        hand(record, line);
    }
}
