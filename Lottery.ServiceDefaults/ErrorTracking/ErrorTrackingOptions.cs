using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>Where errors go and what they are called there. Without a DSN nothing is sent.</summary>
internal sealed partial class ErrorTrackingOptions
{
    private const string DsnSetting = "SENTRY_DSN";
    private const string EnvironmentSetting = "SENTRY_ENVIRONMENT";
    private const string ReleaseSetting = "SENTRY_RELEASE";
    private const string RateSetting = "SENTRY_TRACES_SAMPLE_RATE";
    private const string CodesSetting = "ErrorTracking:ReportedCodes";

    private string? _rate;

    public string? Dsn { get; private set; }

    public string Environment { get; private set; } = "";

    public string Release { get; private set; } = "";

    /// <summary>Codes of refusals that are reported although the client is to blame.</summary>
    public IReadOnlySet<string> ReportedCodes { get; private set; } = new HashSet<string>();

    public bool IsOn => !string.IsNullOrWhiteSpace(Dsn);

    /// <summary>Share of the requests and job runs that are traced; null when it is no number from 0 to 1.</summary>
    public double? TracesSampleRate =>
        string.IsNullOrWhiteSpace(_rate) ? 0
        : !double.TryParse(_rate, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) ? null
        : rate is >= 0 and <= 1 ? rate
        : null;

    private bool HasUsableDsn => Uri.TryCreate(Dsn, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Split(':')[0].Length > 0
        && uri.AbsolutePath.Length > 1 && !uri.AbsolutePath.EndsWith('/') && uri is { Query: "", Fragment: "" };

    public bool IsUsable => (!IsOn || HasUsableDsn) && EnvironmentName().IsMatch(Environment)
        && ReleaseName().IsMatch(Release) && TracesSampleRate is not null && ReportedCodes.All(Code().IsMatch);

    public ErrorTrackingOptions Read(IConfiguration configuration, ProcessIdentity process)
    {
        Dsn = configuration[DsnSetting]?.Trim();
        Environment = Given(configuration[EnvironmentSetting]) ?? process.Environment;
        Release = Given(configuration[ReleaseSetting]) ?? $"{process.Service}@{process.Version}";
        _rate = configuration[RateSetting];
        ReportedCodes = (configuration[CodesSetting] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToHashSet(StringComparer.Ordinal);
        return this;
    }

    /// <summary>A sentence for each setting that cannot work. The DSN is never shown: its key is a secret.</summary>
    public static OptionsBuilder<ErrorTrackingOptions> Refuse(OptionsBuilder<ErrorTrackingOptions> options) => options
        .Validate(o => !o.IsOn || o.HasUsableDsn, $"{DsnSetting} is not a DSN; it looks like https://key@host/project.")
        .Validate(
            o => EnvironmentName().IsMatch(o.Environment),
            $"{EnvironmentSetting} must be at most 64 characters without spaces and slashes, and not None.")
        .Validate(
            o => ReleaseName().IsMatch(o.Release),
            $"{ReleaseSetting} must be at most 200 characters without line breaks, tabs and slashes.")
        .Validate(o => o.TracesSampleRate is not null, $"{RateSetting} must be a number from 0 to 1.")
        .Validate(
            o => o.ReportedCodes.All(Code().IsMatch),
            "ErrorTracking__ReportedCodes must be codes parted by commas, like TICKET_LIMIT,SORTEO_NOT_OPEN.");

    private static string? Given(string? setting) => string.IsNullOrWhiteSpace(setting) ? null : setting.Trim();

    // What Sentry itself refuses, so that it is found at the start and not by a missing event.
    [GeneratedRegex(@"^(?!(?i:none)$)[^\s/]{1,64}\z")]
    private static partial Regex EnvironmentName();

    [GeneratedRegex(@"^(?!\.{1,2}$)[^\r\n\t/\\]{1,200}\z")]
    private static partial Regex ReleaseName();

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]*\z")]
    private static partial Regex Code();
}
