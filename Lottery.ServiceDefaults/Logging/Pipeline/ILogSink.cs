namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>Where records go. It may not log by itself: its records would come back to it.</summary>
internal interface ILogSink : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Called by the pipeline's one thread. Never blocks, never throws; what does not fit is dropped and
    /// counted.</summary>
    /// <param name="record">What the record says, already without secrets. It may be kept.</param>
    /// <param name="line">The record as one line of JSON without its end, valid until the call returns.</param>
    void Write(LogRecord record, ReadOnlyMemory<byte> line);

    /// <summary>Nothing more comes for now: what was gathered may go. Called like <see cref="Write"/>.</summary>
    void Flush()
    {
    }
}
