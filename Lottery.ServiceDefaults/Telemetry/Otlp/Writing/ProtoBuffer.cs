using System.Buffers.Binary;
using System.Text;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Writing;

/// <summary>A message of protocol buffers that is written field by field, each behind its number, which is below 16.
/// </summary>
internal sealed class ProtoBuffer
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int LongestVarint = 10;
    private const int Smallest = 1024;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>Memory that is kept for the next use.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Valid until the next field.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Bytes that a field takes with its tag.</summary>
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

    public void Clear() => Length = 0;

    public void Number(int field, ulong value)
    {
        var to = Room(1 + LongestVarint);
        to[0] = Tag(field, Varint);
        Length += 1 + Put(to[1..], value);
    }

    public void Fixed(int field, ulong value)
    {
        var to = Room(1 + sizeof(ulong));
        to[0] = Tag(field, Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(to[1..], value);
        Length += 1 + sizeof(ulong);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Begin(field, value.Length);
        Raw(value);
    }

    /// <summary>What was written elsewhere, fields and all.</summary>
    public void Raw(ReadOnlySpan<byte> fields)
    {
        fields.CopyTo(Room(fields.Length));
        Length += fields.Length;
    }

    public void Text(int field, string value) => Text(field, value, Encoding.UTF8.GetByteCount(value));

    /// <param name="field">Its number.</param>
    /// <param name="value">The text.</param>
    /// <param name="length">Its bytes in UTF-8.</param>
    public void Text(int field, string value, int length)
    {
        Begin(field, length);
        Length += Encoding.UTF8.GetBytes(value, Room(length));
    }

    /// <summary>The tag and the length of a field whose content the caller writes.</summary>
    public void Begin(int field, int length)
    {
        var to = Room(1 + LongestVarint);
        to[0] = Tag(field, LengthDelimited);
        Length += 1 + Put(to[1..], (ulong)length);
    }

    private static byte Tag(int field, int kind) => (byte)((field << 3) | kind);

    private static int Put(Span<byte> to, ulong value)
    {
        var length = 0;
        for (; value > 0x7F; value >>= 7)
        {
            to[length++] = (byte)(value | 0x80);
        }

        to[length++] = (byte)value;
        return length;
    }

    private Span<byte> Room(int most)
    {
        if (_bytes.Length - Length < most)
        {
            Array.Resize(ref _bytes, Math.Max(Smallest, Math.Max(2 * _bytes.Length, checked(Length + most))));
        }

        return _bytes.AsSpan(Length);
    }
}
