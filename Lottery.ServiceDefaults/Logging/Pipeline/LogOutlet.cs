namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>A sink that cannot harm the others: when it breaks its promise and throws, it has dropped the record.</summary>
internal sealed class LogOutlet
{
    private readonly ILogSink _sink;
    private readonly LogLosses _losses;
    private bool _isFailing;

    public LogOutlet(ILogSink sink, LogLosses losses)
    {
        (_sink, _losses) = (sink, losses);
        losses.Opened(sink.Name);
    }

    public void Write(LogRecord record, ReadOnlyMemory<byte> line)
    {
        try
        {
            _sink.Write(record, line);
            if (_isFailing)
            {
                _isFailing = false;
                _losses.Over(_sink.Name);
            }
        }
        catch (Exception)
        {
            _isFailing = true;
            _losses.Lost(_sink.Name);
        }
    }

    public void Flush()
    {
        try
        {
            _sink.Flush();
        }
        catch (Exception)
        {
            // What was dropped is told with the next record.
        }
    }

    public async Task Close()
    {
        try
        {
            await _sink.DisposeAsync();
        }
        catch (Exception)
        {
            // The other sinks still have to be closed, and there is no log any more to tell it to.
        }
    }
}
