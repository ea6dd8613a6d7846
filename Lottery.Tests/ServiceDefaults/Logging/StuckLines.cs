using Lottery.ServiceDefaults.Logging.Sinks;

namespace Lottery.Tests.ServiceDefaults.Logging;

/// <summary>A place where a write does not come back until the test says so.</summary>
internal sealed class StuckLines : ILineWriter
{
    private readonly ManualResetEventSlim _released = new();
    private readonly MemoryLines _lines = new();

    public string Text => _lines.Text;

    public void Release() => _released.Set();

    public int Write(ReadOnlyMemory<byte> lines)
    {
        _released.Wait();
        return _lines.Write(lines);
    }

    public void Dispose() => Release();
}
