using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Lottery.ServiceDefaults.Logging;
using ZLogger;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>What the record of a request says. ZLogger keeps it in a pooled entry as it is, so that the request pays
/// neither for memory nor for text. ZLogger's generator would do the same but wants each parameter in the message; the
/// one of the framework puts the parameters on the heap.</summary>
internal readonly struct RequestFacts(
    string method, string? route, string path, int status, double durationMs,
    long requestBytes, long responseBytes, IPAddress? clientAddress, string? userAgent)
    : IZLoggerFormattable, IReadOnlyList<KeyValuePair<string, object?>>
{
    private const int Method = 0;
    private const int Path = 2;
    private const int Status = 3;
    private const int DurationMs = 4;

    private static readonly string[] Names =
    [
        "method", "route", "path", "status", "durationMs", "requestBytes", "responseBytes", "clientAddress",
        "userAgent",
    ];

    /// <summary>Of its parameters as they may be seen: what is clean by itself need not be looked through again.
    /// </summary>
    public static string MessageOf(IReadOnlyList<LogParameter> shown) =>
        MessageOf(shown[Method].Value, shown[Path].Value, shown[Status].Value, shown[DurationMs].Value);

    public int ParameterCount => Names.Length;

    public int Count => Names.Length;

    public bool IsSupportUtf8ParameterKey => false;

    public KeyValuePair<string, object?> this[int index] => new(Names[index], GetParameterValue(index));

    public IZLoggerEntry CreateEntry(in LogInfo info) => ZLoggerEntry<RequestFacts>.Create(info, this);

    public override string ToString() => MessageOf(method, path, status, durationMs);

    public void ToString(IBufferWriter<byte> writer) => Encoding.UTF8.GetBytes(ToString(), writer);

    public string GetOriginalFormat() => "{method} {path} {status} in {durationMs} ms";

    public void WriteOriginalFormat(IBufferWriter<byte> writer) => Encoding.UTF8.GetBytes(GetOriginalFormat(), writer);

    public string GetParameterKeyAsString(int index) => Names[index];

    public object? GetParameterValue(int index) => index switch
    {
        Method => method,
        1 => route,
        Path => path,
        Status => status,
        DurationMs => durationMs,
        5 => requestBytes,
        6 => responseBytes,
        7 => (clientAddress is { IsIPv4MappedToIPv6: true } ? clientAddress.MapToIPv4() : clientAddress)?.ToString(),
        8 => userAgent,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public T? GetParameterValue<T>(int index) => (T?)GetParameterValue(index);

    public Type GetParameterType(int index) => GetParameterValue(index)?.GetType() ?? typeof(string);

    public ReadOnlySpan<byte> GetParameterKey(int index) => throw new NotSupportedException();

    public void WriteJsonParameterKeyValues(
        Utf8JsonWriter jsonWriter, JsonSerializerOptions jsonSerializerOptions, IKeyNameMutator? keyNameMutator = null)
    {
        foreach (var (name, value) in this)
        {
            jsonWriter.WritePropertyName(name);
            JsonSerializer.Serialize(jsonWriter, value, jsonSerializerOptions);
        }
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string MessageOf(object? method, object? path, object? status, object? durationMs) =>
        string.Create(CultureInfo.InvariantCulture, $"{method} {path} {status} in {durationMs} ms");
}
