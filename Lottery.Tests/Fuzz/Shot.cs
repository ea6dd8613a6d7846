using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Fuzz;

/// <summary>One request while it is being spoilt, and what is known about it.</summary>
internal sealed class Shot(int number, Random chance, string role, ServedOperation operation)
{
    // What is not ASCII stands as it is, so that the bytes of a body are odd and not only its meaning.
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[][] InvalidBytes =
        [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80]];

    // Enough of a long text to know it by.
    private const int Told = 800;

    private readonly List<string> _raw = [];

    public int Number { get; } = number;

    public Random Chance { get; } = chance;

    public string Role { get; } = role;

    public ServedOperation Operation { get; } = operation;

    public string Method { get; set; } = operation.Method;

    /// <summary>From the first slash; ASCII.</summary>
    public string Path { get; set; } = "";

    /// <summary>Names and values as they stand in the address.</summary>
    public List<(string Name, string Value)> Query { get; } = [];

    public List<(string Name, string Value)> Headers { get; } = [];

    public string? Authorization { get; set; }

    /// <summary>The body as long as it is JSON; null for none.</summary>
    public JsonObject? Json { get; set; }

    /// <summary>The body once it is no longer JSON.</summary>
    public byte[]? Bytes { get; set; }

    public string ContentType { get; set; } = "application/json";

    /// <summary>Sends the body in chunks, of a length that is not told.</summary>
    public bool IsChunked { get; set; }

    /// <summary>What makes it impossible to accept; null when it is merely odd.</summary>
    public string? Defect { get; set; }

    /// <summary>True when it is no HTTP: the server refuses it with a bare status before the product sees it.</summary>
    public bool IsBeneathHttp { get; set; }

    public string Target => Query.Count == 0
        ? Path
        : $"{Path}?{string.Join('&', Query.Select(pair => $"{pair.Name}={pair.Value}"))}";

    /// <summary>JSON as it stands, also where no serializer would write it so.</summary>
    public JsonNode Raw(string json)
    {
        _raw.Add(json);
        return JsonValue.Create($"@{_raw.Count - 1}@");
    }

    /// <summary>A further member, of a name that may be there already.</summary>
    public void Add(JsonObject to, string name, string json) => to[Raw(Quoted(name)).GetValue<string>()] = Raw(json);

    public byte[]? Body() => Bytes ?? (Json is null ? null : Encoded(Text()));

    /// <summary>The body as text, with everything raw in its place.</summary>
    public string Text()
    {
        var text = Json?.ToJsonString(Plain) ?? "";
        for (var i = 0; i < _raw.Count; i++)
        {
            text = text.Replace($"\"@{i}@\"", _raw[i], StringComparison.Ordinal);
        }

        return text;
    }

    public byte[] Encoded(string text)
    {
        if (!text.Contains(Oddities.NotUtf8, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var parts = text.Split(Oddities.NotUtf8).Select(Encoding.UTF8.GetBytes).ToList();
        var invalid = Chance.One(InvalidBytes);
        return [.. parts.SelectMany((part, index) => index == 0 ? part : [.. invalid, .. part])];
    }

    public static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);

    public override string ToString()
    {
        var body = Body() is { } bytes ? $"{bytes.Length} bytes of {ContentType}: {Shortened(bytes)}" : "no body";
        var headers = string.Join(", ", Headers.Select(header => $"{header.Name}: {Cut(header.Value)}"));
        return $"request {Number}, {Role}, {Defect ?? "merely odd"}: {Method} {Cut(Target)} [{headers}] {body}";
    }

    private static string Shortened(byte[] bytes) =>
        Cut(Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 2 * Told))));

    private static string Cut(string text) => text.Length > Told ? $"{text[..Told]}…" : text;
}
