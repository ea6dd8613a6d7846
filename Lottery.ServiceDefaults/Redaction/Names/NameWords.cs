using System.Globalization;

namespace Lottery.ServiceDefaults.Redaction.Names;

/// <summary>The words of a name, in small letters without accents: <c>HTTPHeader</c>, <c>card_number</c>,
/// <c>teléfono</c>.</summary>
internal static class NameWords
{
    public const int Longest = 128;
    public const int Most = Longest;

    /// <summary>Number of words; their letters stand in one piece, <paramref name="length"/> of them.</summary>
    public static int Split(ReadOnlySpan<char> name, Span<char> letters, Span<Range> words, out int length)
    {
        var (count, start) = (0, 0);
        length = 0;
        for (var index = 0; index < name.Length; index++)
        {
            var begins = Begins(name, index);
            if ((begins || !char.IsLetterOrDigit(name[index])) && length > start)
            {
                words[count++] = start..length;
                start = length;
            }

            if (char.IsLetterOrDigit(name[index]))
            {
                letters[length++] = Plain(char.ToLowerInvariant(name[index]));
            }
        }

        if (length > start)
        {
            words[count++] = start..length;
        }

        return count;
    }

    // A capital after a small letter or a digit, or the last capital of several before a small letter.
    private static bool Begins(ReadOnlySpan<char> name, int index) =>
        index > 0 && char.IsUpper(name[index])
        && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));

    private static char Plain(char letter) => letter switch
    {
        < '\u00a0' => letter,
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' or 'ü' => 'u',
        'ñ' => 'n',
        >= '\uff41' and <= '\uff5a' => (char)(letter - 0xfee0),
        _ when char.IsDigit(letter) => (char)('0' + (int)CharUnicodeInfo.GetNumericValue(letter)),
        _ => letter,
    };
}
