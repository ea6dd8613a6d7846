namespace Lottery.ServiceDefaults.Logging.Sinks;

/// <summary>Configuration section <c>LogFile</c>: records also go to files when a path is given.</summary>
internal sealed class LogFileOptions
{
    public const string Section = "LogFile";

    /// <summary>Shorter ones would not hold a record of any length.</summary>
    public const long SmallestSize = 64 * 1024;

    /// <summary>Folder and name; the name of the service is put before the ending.</summary>
    public string? Path { get; set; }

    /// <summary>Bytes after which the next file begins; one also begins with each day (UTC).</summary>
    public long MaxSize { get; set; } = 100 * 1024 * 1024;

    /// <summary>Finished files that are kept beside the one being written.</summary>
    public int Keep { get; set; } = 14;

    public bool IsOn => !string.IsNullOrWhiteSpace(Path);

    public bool HasFolder => !IsOn
        || (Directory.Exists(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path!)))
            && !Directory.Exists(Path));

    public bool IsUsable => HasFolder && MaxSize >= SmallestSize && Keep >= 1;
}
