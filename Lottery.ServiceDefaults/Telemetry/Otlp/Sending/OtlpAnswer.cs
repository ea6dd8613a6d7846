using System.Text;
using OpenTelemetry.Exporter;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Sending;

/// <summary>Reads out of a collector's answer whether it took everything. It is a message whose field 1 is the partial
/// success: field 1 how many it rejected, field 2 why.</summary>
internal static class OtlpAnswer
{
    private const int GrpcFrame = 5;
    private const int Varint = 0;
    private const int Bytes = 2;

    /// <summary>What was rejected, as a reason; null when nothing was or when the answer is of another form.</summary>
    public static string? Rejection(OtlpExportProtocol protocol, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) == true)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        response.Content.CopyTo(bytes, context: null, CancellationToken.None);
        var answer = bytes.ToArray().AsSpan();
        var skipped = protocol == OtlpExportProtocol.Grpc ? GrpcFrame : 0;
        if (answer.Length <= skipped || !TryField(answer[skipped..], 1, out _, out var partial))
        {
            return null;
        }

        var why = TryField(partial, 2, out _, out var said) ? Encoding.UTF8.GetString(said) : "";
        return TryField(partial, 1, out var rejected, out _) && rejected > 0
            ? $"the collector rejected {rejected}: {why}"
            : null;
    }

    private static bool TryField(
        ReadOnlySpan<byte> message, int wanted, out ulong number, out ReadOnlySpan<byte> content)
    {
        number = 0;
        content = default;
        while (TryVarint(ref message, out var tag))
        {
            var (field, kind) = ((int)(tag >> 3), (int)(tag & 7));
            if (kind is not (Varint or Bytes) || !TryVarint(ref message, out number))
            {
                return false;
            }

            if (kind == Bytes)
            {
                if (number > (ulong)message.Length)
                {
                    return false;
                }

                content = message[..(int)number];
                message = message[(int)number..];
            }

            if (field == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (var (index, shift) = (0, 0); index < message.Length && shift < 64; index++, shift += 7)
        {
            value |= (ulong)(message[index] & 0x7F) << shift;
            if (message[index] < 0x80)
            {
                message = message[(index + 1)..];
                return true;
            }
        }

        return false;
    }
}
