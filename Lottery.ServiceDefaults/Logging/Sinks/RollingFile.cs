using Microsoft.Win32.SafeHandles;

namespace Lottery.ServiceDefaults.Logging.Sinks;

/// <summary>Whole lines in files that begin anew with each day and when they are long enough. A file that was deleted or
/// moved away is made again; on a full disk nothing is written by halves.</summary>
internal sealed class RollingFile(LogFileOptions options, string service, TimeProvider time) : ILineWriter
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private LogFileNames? _names;
    private IDisposable? _hold;
    private FileStream? _file;
    private long _length;
    private DateOnly _day;

    public int Write(ReadOnlyMemory<byte> lines)
    {
        try
        {
            RandomAccess.Write(Ready(lines.Length), lines.Span, _length);
            _length += lines.Length;
            return lines.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            CutHalfWritten();
            Close();
            return 0;
        }
    }

    public void Dispose()
    {
        Close();
        _hold?.Dispose();
    }

    private SafeFileHandle Ready(int coming)
    {
        if (_names is null)
        {
            (_names, _hold) = LogFileNames.Take(options.Path!, service);
        }

        if (_file is not null && !File.Exists(_names.Current))
        {
            Close();
        }

        Open(_names);
        if (_length > 0 && (_day != Today || _length + coming > options.MaxSize))
        {
            Close();
            File.Move(_names.Current, _names.Finished(_day));
            Prune(_names);
            Open(_names);
        }

        return _file!.SafeFileHandle;
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private void Open(LogFileNames names)
    {
        if (_file is not null)
        {
            return;
        }

        _file = new FileStream(names.Current, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = Mode,
        });
        var found = RandomAccess.GetLength(_file.SafeFileHandle);
        _length = WholeLines(_file.SafeFileHandle, found);
        if (_length != found)
        {
            RandomAccess.SetLength(_file.SafeFileHandle, _length);
        }

        _day = _length > 0 ? DateOnly.FromDateTime(File.GetLastWriteTimeUtc(names.Current)) : Today;
    }

    // A process that was killed, or a full disk, may have left half a line at the end.
    private static long WholeLines(SafeFileHandle file, long length)
    {
        Span<byte> block = stackalloc byte[4096];
        while (length > 0)
        {
            var start = Math.Max(0, length - block.Length);
            var read = RandomAccess.Read(file, block[..(int)(length - start)], start);
            var end = block[..read].LastIndexOf((byte)'\n');
            if (end >= 0)
            {
                return start + end + 1;
            }

            length = start;
        }

        return 0;
    }

    private void CutHalfWritten()
    {
        try
        {
            if (_file is not null && RandomAccess.GetLength(_file.SafeFileHandle) > _length)
            {
                RandomAccess.SetLength(_file.SafeFileHandle, _length);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is cut when the file is opened again.
        }
    }

    private void Prune(LogFileNames names)
    {
        foreach (var file in names.AllFinished().Skip(options.Keep))
        {
            File.Delete(file);
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
