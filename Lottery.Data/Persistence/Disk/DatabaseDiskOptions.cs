using System.Globalization;
using System.Text.RegularExpressions;

namespace Lottery.Data.Persistence.Disk;

/// <summary>The disk of the database. Section <c>DatabaseDisk</c>.</summary>
public sealed partial class DatabaseDiskOptions
{
    public const string Section = "DatabaseDisk";

    /// <summary>What there is for the database: bytes, or with a unit as PostgreSQL writes it, <c>200GB</c>, where a
    /// kilobyte has 1024 bytes. Empty when the server's own file system says it, or nobody.</summary>
    public string? Capacity { get; set; }

    internal bool IsUsable => string.IsNullOrWhiteSpace(Capacity) || Bytes is > 0;

    /// <summary>The capacity in bytes; null when it is not set, or no size.</summary>
    internal long? Bytes
    {
        get
        {
            if (SizeText().Match(Capacity ?? "") is not { Success: true } size
                || !long.TryParse(size.Groups[1].Value, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            var unit = Units.IndexOf(size.Groups[2].Value.ToUpperInvariant());
            return number <= long.MaxValue >> (10 * unit) ? number << (10 * unit) : null;
        }
    }

    private static readonly List<string> Units = ["", "KB", "MB", "GB", "TB", "PB"];

    [GeneratedRegex(@"^\s*(\d+)\s*(|kB|MB|GB|TB|PB)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SizeText();
}
