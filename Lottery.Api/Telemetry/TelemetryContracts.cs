using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Lottery.Api.Http;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Telemetry;

[ValidatableType]
public sealed record SendTelemetryRequest(
    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)] string Event,
    [Range(0, int.MaxValue, ErrorMessage = Rules.Range)] int DurationMs,
    bool Success,
    [SmallObject(4096)] JsonElement? Metadata = null);

/// <summary>The predecessor's answer, which has no data.</summary>
public sealed record TelemetryTaken(bool Success = true);

/// <summary>A JSON object of at most so many bytes: what a client sends ends up in a log record.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class SmallObjectAttribute(int bytes) : ValidationAttribute($"Debe ser un objeto de {bytes} bytes como máximo.")
{
    public int Bytes { get; } = bytes;

    public override bool IsValid(object? value) => value is not JsonElement json
        || (json.ValueKind == JsonValueKind.Object && Encoding.UTF8.GetByteCount(json.GetRawText()) <= Bytes);
}
