using System.Globalization;

namespace Lottery.ServiceDefaults.Logging.Sinks;

/// <summary>The names of one process's files: <c>lottery-lottery-api.log</c> is being written,
/// <c>lottery-lottery-api.2026-10-20.0001.log</c> is finished. Names in order are files in order.</summary>
internal sealed class LogFileNames
{
    private const int MostProcesses = 99;

    private readonly string _folder;
    private readonly string _stem;
    private readonly string _ending;

    private LogFileNames(string path, string service, int process)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _ending = Path.GetExtension(path);
        _stem = $"{Path.GetFileNameWithoutExtension(path)}-{service}" + (process == 1 ? "" : $"-{process}");
    }

    public string Current => Path.Combine(_folder, _stem + _ending);

    /// <summary>The first names that no other process holds, and what holds them for this one.</summary>
    public static (LogFileNames Names, IDisposable Hold) Take(string path, string service)
    {
        for (var process = 1; ; process++)
        {
            var names = new LogFileNames(path, service, process);
            try
            {
                return (names, names.Hold());
            }
            catch (IOException) when (process < MostProcesses && File.Exists(names.Lock))
            {
                // Another process of the same service writes there.
            }
        }
    }

    /// <summary>A name for the current file when it is finished.</summary>
    public string Finished(DateOnly day)
    {
        var begin = string.Create(CultureInfo.InvariantCulture, $"{_stem}.{day:yyyy-MM-dd}.");
        var last = Directory.EnumerateFiles(_folder, $"{begin}*{_ending}")
            .Select(file => Path.GetFileName(file)[begin.Length..^_ending.Length])
            .Select(number => int.TryParse(number, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0)
            .DefaultIfEmpty().Max();
        return Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{begin}{last + 1:0000}{_ending}"));
    }

    /// <summary>Every finished file, the newest first.</summary>
    public IEnumerable<string> AllFinished() => Directory.EnumerateFiles(_folder, $"{_stem}.*{_ending}")
        .Where(file => IsFinished(Path.GetFileName(file)))
        .OrderDescending(StringComparer.Ordinal);

    private string Lock => Path.Combine(_folder, $".{_stem}.lock");

    private FileStream Hold() => new(Lock, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);

    private bool IsFinished(string name)
    {
        var parts = name[(_stem.Length + 1)..^_ending.Length].Split('.');
        return parts is [var day, var number]
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && int.TryParse(number, CultureInfo.InvariantCulture, out _);
    }
}
