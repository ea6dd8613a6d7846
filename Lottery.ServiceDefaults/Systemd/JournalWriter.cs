using System.Buffers;
using System.Net.Sockets;
using System.Text.Json;
using Lottery.ServiceDefaults.Logging.Sinks;

namespace Lottery.ServiceDefaults.Systemd;

/// <summary>Lines as entries of the journal, in its own protocol: the whole record is the message, and what one searches
/// by stands in fields of its own (<c>LOTTERY_ACTION</c>, <c>LOTTERY_REQUEST_ID</c>), with the priority of its level.
/// </summary>
/// <param name="service">Who writes.</param>
/// <param name="overlong">Takes the lines that are longer than a datagram may be.</param>
/// <param name="address">The socket of the journal.</param>
internal sealed class JournalWriter(string service, ILineWriter overlong, string address = JournalWriter.Address)
    : ILineWriter
{
    private const string Address = "/run/systemd/journal/socket";
    private const int Room = 8 * 1024 * 1024;

    private static readonly (string Member, string Field)[] Fields =
    [
        ("action", "LOTTERY_ACTION"), ("layer", "LOTTERY_LAYER"), ("userId", "LOTTERY_USER_ID"),
        ("bancaId", "LOTTERY_BANCA_ID"), ("requestId", "LOTTERY_REQUEST_ID"), ("traceId", "LOTTERY_TRACE_ID"),
    ];

    private readonly ArrayBufferWriter<byte> _entry = new();
    private Socket? _socket;

    /// <summary>True when standard output is a stream of the journal, as of every service that says nothing else.
    /// </summary>
    public static bool IsStandardOutput
    {
        get
        {
            var stream = Environment.GetEnvironmentVariable("JOURNAL_STREAM")?.Split(':');
            return stream is [_, var inode] && File.ResolveLinkTarget("/proc/self/fd/1", returnFinalTarget: false)?.Name
                == $"socket:[{inode}]" && File.Exists(Address);
        }
    }

    public int Write(ReadOnlyMemory<byte> lines)
    {
        var written = 0;
        while (written < lines.Length)
        {
            var rest = lines[written..];
            var line = rest[..(rest.Span.IndexOf((byte)'\n') + 1)];
            if (!TrySend(line))
            {
                break;
            }

            written += line.Length;
        }

        return written;
    }

    public void Dispose()
    {
        Close();
        overlong.Dispose();
    }

    private bool TrySend(ReadOnlyMemory<byte> line)
    {
        try
        {
            _socket ??= Open();
            Fill(line.Span);
            _socket.Send(_entry.WrittenSpan);
            return true;
        }
        catch (SocketException tooLong) when (tooLong.SocketErrorCode == SocketError.MessageSize)
        {
            // The stream takes it in pieces.
            return overlong.Write(line) == line.Length;
        }
        catch (SocketException)
        {
            Close();
            return false;
        }
    }

    private void Fill(ReadOnlySpan<byte> line)
    {
        _entry.ResetWrittenCount();
        Add("SYSLOG_IDENTIFIER", service);
        try
        {
            var reader = new Utf8JsonReader(line);
            using var record = JsonDocument.ParseValue(ref reader);
            Add("PRIORITY", PriorityOf(Text(record, "level")));
            foreach (var (member, field) in Fields)
            {
                Add(field, Text(record, member));
            }
        }
        catch (JsonException)
        {
            // No record, but a line that is to be kept all the same.
        }

        _entry.Write("MESSAGE="u8);
        _entry.Write(line);
    }

    // A value with a line break would need another form; none of ours has one.
    private void Add(string field, string? value)
    {
        if (value is not (null or "") && !value.Contains('\n', StringComparison.Ordinal))
        {
            _entry.Write(System.Text.Encoding.UTF8.GetBytes($"{field}={value}\n"));
        }
    }

    private static string? Text(JsonDocument record, string member) =>
        record.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string PriorityOf(string? level) => level switch
    {
        "debug" => "7",
        "warn" => "4",
        "error" => "3",
        _ => "6",
    };

    private Socket Open()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendBufferSize = Room };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
