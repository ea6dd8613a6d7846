namespace Lottery.ServiceDefaults.Logging.Sinks;

/// <summary>The place where lines end up. Called by one thread, which it may block.</summary>
internal interface ILineWriter : IDisposable
{
    /// <summary>How many of the bytes were written; 0 when none can be for now. Never throws.</summary>
    int Write(ReadOnlyMemory<byte> lines);
}
