using System.Text;
using Lottery.ServiceDefaults.Logging.Sinks;

namespace Lottery.Tests.ServiceDefaults;

/// <summary>A standard output that the test reads.</summary>
internal sealed class MemoryLines : ILineWriter
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _bytes = new();

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return Encoding.UTF8.GetString(_bytes.ToArray());
            }
        }
    }

    public int Write(ReadOnlyMemory<byte> lines)
    {
        lock (_gate)
        {
            _bytes.Write(lines.Span);
            return lines.Length;
        }
    }

    public void Dispose()
    {
        // What was written stays to be read.
    }
}
