using System.Globalization;
using System.Text;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>Any value as text that is safe to write: it never throws, is never too long, is valid Unicode.</summary>
internal static class Text
{
    /// <summary>Characters of one value; longer ones end in a marker that says how long they were.</summary>
    public const int Limit = 32 * 1024;

    public static string Of(object? value)
    {
        try
        {
            var text = value switch
            {
                null => "",
                string already => already,
                IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
                _ => value.ToString() ?? "",
            };
            return Valid(Shorten(text));
        }
        catch (Exception exception)
        {
            return $"[unreadable: {value!.GetType().Name} threw {exception.GetType().Name}]";
        }
    }

    private static string Shorten(string text)
    {
        if (text.Length <= Limit)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[Limit - 1]) ? Limit - 1 : Limit;
        return $"{text.AsSpan(0, end)}…[truncated, {text.Length} characters]";
    }

    // A lone surrogate has no UTF-8 form; the writer would refuse the whole record.
    private static string Valid(string text)
    {
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
