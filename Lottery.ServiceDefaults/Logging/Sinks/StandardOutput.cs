using System.Runtime.InteropServices;

namespace Lottery.ServiceDefaults.Logging.Sinks;

/// <summary>The process's standard output, by the kernel's own call: the framework's stream hides that a pipe is closed
/// and does not tell how much of a line a full disk still took.</summary>
internal sealed partial class StandardOutput : ILineWriter
{
    private const int Descriptor = 1;

    public int Write(ReadOnlyMemory<byte> lines)
    {
        var written = Write(Descriptor, lines.Span, lines.Length);
        return written > 0 ? (int)written : 0;
    }

    public void Dispose()
    {
        // It belongs to the process.
    }

    [LibraryImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nint count);
}
