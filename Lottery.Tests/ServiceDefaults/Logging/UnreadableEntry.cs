using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ZLogger;

namespace Lottery.Tests.ServiceDefaults.Logging;

/// <summary>What a broken logger could hand over: an entry that throws whatever it is asked.</summary>
internal sealed class UnreadableEntry : IZLoggerEntry
{
    public LogInfo LogInfo => new(
        new LogCategory("Lottery.Api.Sample"), new Timestamp(TimeProvider.System), LogLevel.Information,
        new EventId(1, "LOST"), null, null, default, null, null, null, 0);

    public int ParameterCount => throw Broken();

    public bool IsSupportUtf8ParameterKey => throw Broken();

    public void FormatUtf8(IBufferWriter<byte> writer, IZLoggerFormatter formatter) => throw Broken();

    public void Return() => throw Broken();

    public IZLoggerEntry CreateEntry(in LogInfo info) => throw Broken();

    public override string ToString() => throw Broken();

    public void ToString(IBufferWriter<byte> writer) => throw Broken();

    public string GetOriginalFormat() => throw Broken();

    public void WriteOriginalFormat(IBufferWriter<byte> writer) => throw Broken();

    public void WriteJsonParameterKeyValues(
        Utf8JsonWriter jsonWriter, JsonSerializerOptions jsonSerializerOptions, IKeyNameMutator? keyNameMutator) =>
        throw Broken();

    public ReadOnlySpan<byte> GetParameterKey(int index) => throw Broken();

    public string GetParameterKeyAsString(int index) => throw Broken();

    public object? GetParameterValue(int index) => throw Broken();

    public T? GetParameterValue<T>(int index) => throw Broken();

    public Type GetParameterType(int index) => throw Broken();

    private static InvalidOperationException Broken() => new("broken");
}
