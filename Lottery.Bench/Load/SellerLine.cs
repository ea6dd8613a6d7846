using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Lottery.Bench.Load;

/// <summary>
/// One seller's connection, kept open, that sends a request and reads its answer and does nothing else: what the load
/// itself costs is not to be measured.
/// </summary>
internal sealed class SellerLine : IDisposable
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> Length => "\r\nContent-Length: "u8;

    private static ReadOnlySpan<byte> LastChunk => "\r\n0\r\n\r\n"u8;

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly byte[] _answer = new byte[64 * 1024];
    private readonly string _head;

    public SellerLine(Uri address, string token)
    {
        _client.Connect(address.Host, address.Port);
        _head = $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n"
            + "Content-Type: application/json\r\nContent-Length: ";
    }

    /// <summary>Sends the body and answers with the status and, unless it is a success, the text.</summary>
    public async Task<(int Status, string? Text)> Post(string body)
    {
        var request = Encoding.UTF8.GetBytes(
            $"{_head}{body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");
        await _client.GetStream().WriteAsync(request);
        var read = 0;
        while (!IsWhole(_answer.AsSpan(0, read)))
        {
            var more = await _client.GetStream().ReadAsync(_answer.AsMemory(read));
            read += more == 0 ? throw new IOException("The API hung up.") : more;
        }

        var status = int.Parse(_answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
        return (status, status == 200 ? null : Encoding.UTF8.GetString(_answer, 0, read));
    }

    public void Dispose() => _client.Dispose();

    // An answer says how long it is, or it comes in chunks of which the last is empty.
    private static bool IsWhole(ReadOnlySpan<byte> read)
    {
        var end = read.IndexOf(EndOfHead);
        if (end < 0)
        {
            return false;
        }

        var length = read[..end].IndexOf(Length);
        if (length < 0)
        {
            return read.EndsWith(LastChunk);
        }

        var figures = read[(length + Length.Length)..end];
        var lineEnd = figures.IndexOf((byte)'\r');
        return read.Length == end + EndOfHead.Length
            + int.Parse(lineEnd < 0 ? figures : figures[..lineEnd], CultureInfo.InvariantCulture);
    }
}
