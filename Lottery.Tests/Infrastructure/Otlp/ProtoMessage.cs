using System.Text;

namespace Lottery.Tests.Infrastructure.Otlp;

/// <summary>A message of protocol buffers as it lies on the wire: fields by number, each as often as it comes.
/// </summary>
public sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

    public ProtoMessage(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var tag = ReadVarint(ref bytes);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case Varint: _fields.Add((field, ReadVarint(ref bytes), [])); break;
                case Fixed64: _fields.Add((field, BitConverter.ToUInt64(Take(ref bytes, 8)), [])); break;
                case Fixed32: _fields.Add((field, BitConverter.ToUInt32(Take(ref bytes, 4)), [])); break;
                case LengthDelimited:
                    _fields.Add((field, 0, Take(ref bytes, (int)ReadVarint(ref bytes)).ToArray()));
                    break;
                default: throw new InvalidDataException($"Field {field} has the wire type {tag & 7}.");
            }
        }
    }

    public bool Has(int field) => _fields.Exists(one => one.Field == field);

    public IEnumerable<ProtoMessage> All(int field) =>
        _fields.Where(one => one.Field == field).Select(one => new ProtoMessage(one.Bytes));

    /// <summary>Empty when it does not come.</summary>
    public ProtoMessage One(int field) => new(Bytes(field));

    public ulong Number(int field) => _fields.LastOrDefault(one => one.Field == field).Number;

    public double Real(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    /// <summary>Packed doubles.</summary>
    public double[] Reals(int field) =>
    [
        .. Bytes(field).Chunk(8).Select(one => BitConverter.ToDouble(one)),
    ];

    private byte[] Bytes(int field) => _fields.LastOrDefault(one => one.Field == field).Bytes ?? [];

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = Take(ref bytes, 1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
