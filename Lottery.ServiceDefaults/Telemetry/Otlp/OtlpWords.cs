using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>The words of the standard variables, each with the sentence that says what it may be. A sentence never
/// repeats what was set: it may hold a secret.</summary>
internal sealed class OtlpWords(IConfiguration configuration)
{
    public const string Grpc = "grpc";
    public const string HttpProtobuf = "http/protobuf";

    private readonly List<string> _wrong = [];

    /// <summary>What cannot work, as sentences.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    public string? Text(string name) =>
        configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public Uri? Endpoint(string name) => Text(name) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri is { UserInfo: "", Host: not "" } ? uri
        : Complain<Uri>(name, "must be an http or https address without a user name, such as http://localhost:4318");

    public OtlpExportProtocol Protocol(string name) => Text(name) switch
    {
        null or HttpProtobuf => OtlpExportProtocol.HttpProtobuf,
        Grpc => OtlpExportProtocol.Grpc,
        _ => Complain<OtlpExportProtocol>(name, $"must be {HttpProtobuf} or {Grpc}"),
    };

    public OtlpExportCompression Compression(string name) => Text(name) switch
    {
        null or "none" => OtlpExportCompression.None,
        "gzip" => OtlpExportCompression.GZip,
        _ => Complain<OtlpExportCompression>(name, "must be none or gzip"),
    };

    public int? Milliseconds(string name) => Whole(name, "must be a number of milliseconds above 0");

    public int? Count(string name) => Whole(name, "must be a number above 0");

    /// <summary>Pairs parted by commas, the values percent-encoded where they hold a comma or a percent sign.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers(string name)
    {
        const StringSplitOptions tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var pairs = (Text(name) ?? "").Split(',', tidy)
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries)).ToList();
        return pairs.TrueForAll(pair => pair.Length == 2 && IsHeader(pair[0], Uri.UnescapeDataString(pair[1])))
            ? [.. pairs.Select(pair => (pair[0], Uri.UnescapeDataString(pair[1])))]
            : Complain<IReadOnlyList<(string, string)>>(
                name, "must be name=value pairs parted by commas, the values percent-encoded") ?? [];
    }

    /// <summary>Among these words; another one is wrong.</summary>
    public string? OneOf(string name, params string[] words) => Text(name) is not { } text ? null
        : words.Contains(text) ? text
        : Complain<string>(name, $"must be one of {string.Join(", ", words)}");

    public void Share(string name)
    {
        if (Text(name) is { } text && !(double.TryParse(text, CultureInfo.InvariantCulture, out var share)
            && share is >= 0 and <= 1))
        {
            Complain<string>(name, "must be a number from 0 to 1");
        }
    }

    private int? Whole(string name, string rule) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : Complain<int?>(name, rule);

    // Tokens of HTTP, and values that cannot end a line.
    private static bool IsHeader(string name, string value) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter))
        && !value.Any(char.IsControl);

    private T? Complain<T>(string name, string rule)
    {
        var sentence = $"{name} {rule}.";
        if (!_wrong.Contains(sentence))
        {
            _wrong.Add(sentence);
        }

        return default;
    }
}
