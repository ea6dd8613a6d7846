using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Lottery.ServiceDefaults.Logging.Levels;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Logging.Formatting;

/// <summary>A line for a person at a terminal. What went wrong is on it; where it did follows below, because nobody
/// reads a stack sideways.</summary>
internal sealed class PrettyLogFormatter(bool coloured)
{
    private const string Grey = "\e[90m";
    private const string Bold = "\e[1m";
    private const string Reset = "\e[0m";

    // Written to by the pipeline's one thread.
    private readonly StringBuilder _line = new();

    public ReadOnlyMemory<byte> Format(LogRecord record)
    {
        Write(record);
        return Encoding.UTF8.GetBytes(_line.ToString());
    }

    private void Write(LogRecord record)
    {
        _line.Clear();
        var time = record.Time.ToLocalTime();
        Append(Grey, time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        Append(ColourOf(record.Level), $" {LogThreshold.Word(record.Level).ToUpperInvariant(),-5} ");
        Append(Grey, $"{record.Layer,-10} ");
        Append(Bold, record.IsOurs ? record.Action : record.Category);
        _line.Append(' ').Append(OnOneLine(record.Message));
        foreach (var (name, value) in record.Payload)
        {
            AppendPair(name.Text, value is null ? null : Shown(value));
        }

        AppendPair("req", record.RequestId);
        AppendPair("user", record.UserId);
        AppendPair("banca", record.BancaId);
        if (record.Error is { } error)
        {
            AppendPair("error", OnOneLine(Causes(error)));
            AppendStacks(error);
        }
    }

    private static string Causes(LogError error) =>
        string.Join(" <- ", error.Inners.Select(Causes).Prepend($"{error.Type}: {error.Message}"));

    private void AppendStacks(LogError error)
    {
        foreach (var frame in error.Stack?.Split('\n') ?? [])
        {
            _line.Append("\n  ").Append(OnOneLine(frame.TrimEnd('\r')));
        }

        foreach (var inner in error.Inners)
        {
            AppendStacks(inner);
        }
    }

    private void AppendPair(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        _line.Append(' ');
        Append(Grey, name + "=");
        _line.Append(value);
    }

    private void Append(string colour, string text) => _ = coloured
        ? _line.Append(colour).Append(text).Append(Reset)
        : _line.Append(text);

    private static string Shown(object value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JsonValues.Encoder }))
        {
            JsonValues.Write(json, value);
        }

        var shown = Encoding.UTF8.GetString(bytes.WrittenSpan);
        var needsQuotes = value is string text && (text.Length == 0 || text.AsSpan().ContainsAny(' ', '"', '='));
        return shown.StartsWith('"') && !needsQuotes ? shown[1..^1] : shown;
    }

    // A control character in what a client sent must not reach the terminal.
    private static string OnOneLine(string text) => !text.Any(char.IsControl)
        ? text
        : string.Concat(text.Select(character => char.IsControl(character) ? '·' : character));

    private static string ColourOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => Grey,
        LogLevel.Information => "\e[32m",
        LogLevel.Warning => "\e[33m",
        _ => "\e[31m",
    };
}
