using System.Globalization;
using System.Text;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>Any value as text that is safe to write: it never throws, is never too long, is valid Unicode.</summary>
internal static class Text
{
    /// <summary>Characters of one value; longer ones end in a marker that says how long they were.</summary>
    public const int Limit = 32 * 1024;

    /// <summary>Characters beyond the cut that are looked at, so that what begins before it is found whole.</summary>
    public const int LongestSecret = 4 * 1024;

    public static string Of(object? value)
    {
        try
        {
            var text = Whole(value);
            return Valid(Shorten(text, text.Length));
        }
        catch (Exception exception)
        {
            return Unreadable(value, exception);
        }
    }

    /// <summary>The same without what must not be seen.</summary>
    public static string Clean(object? value, HiddenValues hidden) =>
        Clean(value, hidden, static (hidden, text) => hidden.CleanOf(text));

    /// <summary>The same of a record's message.</summary>
    public static string CleanMessage(object? value, HiddenValues hidden) =>
        Clean(value, hidden, static (hidden, text) => hidden.CleanMessage(text));

    private static string Clean(object? value, HiddenValues hidden, Func<HiddenValues, string, string> clean)
    {
        try
        {
            var text = Whole(value);
            return Valid(Shorten(clean(hidden, Beginning(text)), text.Length));
        }
        catch (Exception exception)
        {
            return Unreadable(value, exception);
        }
    }

    /// <summary>Enough of the text to find in it what begins before its cut.</summary>
    private static string Beginning(string text) =>
        text.Length > Limit + LongestSecret ? text[..(Limit + LongestSecret)] : text;

    private static string Whole(object? value) => value switch
    {
        null => "",
        string already => already,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Unreadable(object? value, Exception exception) =>
        $"[unreadable: {value!.GetType().Name} threw {exception.GetType().Name}]";

    private static string Shorten(string text, int length)
    {
        if (length <= Limit)
        {
            return text;
        }

        var end = Math.Min(Limit, text.Length);
        end -= char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return $"{text.AsSpan(0, end)}…[truncated, {length} characters]";
    }

    // A lone surrogate has no UTF-8 form; the writer would refuse the whole record.
    private static string Valid(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return text;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
            {
                continue;
            }

            if (!char.IsSurrogatePair(text, index))
            {
                return Replaced(text);
            }

            index++;
        }

        return text;
    }

    private static string Replaced(string text)
    {
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            valid.Append(rune);
        }

        return valid.ToString();
    }
}
