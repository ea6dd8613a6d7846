using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Writing;

/// <summary>Writes fields of a message of protocol buffers, each behind its number.</summary>
internal static class ProtoWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int LongestVarint = 10;

    public static void Number(this ArrayBufferWriter<byte> to, int field, ulong value)
    {
        to.Tag(field, Varint);
        to.Raw(value);
    }

    public static void Fixed(this ArrayBufferWriter<byte> to, int field, ulong value)
    {
        to.Tag(field, Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(to.GetSpan(sizeof(ulong)), value);
        to.Advance(sizeof(ulong));
    }

    public static void Bytes(this ArrayBufferWriter<byte> to, int field, ReadOnlySpan<byte> value)
    {
        to.Begin(field, value.Length);
        to.Write(value);
    }

    public static void Text(this ArrayBufferWriter<byte> to, int field, string value) =>
        to.Text(field, value, Encoding.UTF8.GetByteCount(value));

    /// <summary>The tag and the length of a field whose content the caller writes.</summary>
    public static void Begin(this ArrayBufferWriter<byte> to, int field, int length)
    {
        to.Tag(field, LengthDelimited);
        to.Raw((ulong)length);
    }

    /// <param name="to">Where it goes.</param>
    /// <param name="field">Its number.</param>
    /// <param name="value">The text.</param>
    /// <param name="length">Its bytes in UTF-8.</param>
    public static void Text(this ArrayBufferWriter<byte> to, int field, string value, int length)
    {
        to.Begin(field, length);
        to.Advance(Encoding.UTF8.GetBytes(value, to.GetSpan(length)));
    }

    /// <summary>Bytes that a field of this length takes with its tag; of fields below 16.</summary>
    public static int LengthOf(int content) => 1 + LengthOf((ulong)content) + content;

    public static int LengthOf(ulong number)
    {
        var length = 1;
        for (; number > 0x7F; number >>= 7)
        {
            length++;
        }

        return length;
    }

    private static void Tag(this ArrayBufferWriter<byte> to, int field, int kind) => to.Raw(((ulong)field << 3) | (uint)kind);

    private static void Raw(this ArrayBufferWriter<byte> to, ulong value)
    {
        var span = to.GetSpan(LongestVarint);
        var length = 0;
        for (; value > 0x7F; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        to.Advance(length);
    }
}
