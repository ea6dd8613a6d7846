using System.Buffers;
using System.Globalization;

namespace Lottery.ServiceDefaults.Redaction;

/// <summary>
/// A text as a reader takes it: full-width forms and foreign digits as ASCII, odd spaces and dashes as plain ones,
/// characters that nobody sees left out, percent-encoding of ASCII undone. Only to look into, never to be written.
/// </summary>
internal readonly record struct Folding(char[] Text, int[] Places)
{
    private static readonly SearchValues<char> Unseen = SearchValues.Create(
        "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0f\ufeff");

    public static bool Changes(string text) => text.Contains('%', StringComparison.Ordinal)
        || text.AsSpan().ContainsAnyInRange('\u00a0', '\uffff');

    /// <summary>The folded text, and for each of its characters, and for its end, the place in the text.</summary>
    public static Folding Of(string text)
    {
        var folded = new char[text.Length];
        var places = new int[text.Length + 1];
        var count = 0;
        for (var index = 0; index < text.Length;)
        {
            var width = IsEncoded(text, index) ? 3 : 1;
            var character = width == 3 ? Decoded(text, index) : Fold(text[index]);
            if (width == 3 || !Unseen.Contains(character))
            {
                places[count] = index;
                folded[count++] = character;
            }

            index += width;
        }

        places[count] = text.Length;
        return new(folded[..count], places);
    }

    private static char Fold(char character) => character switch
    {
        < '\u00a0' => character,
        >= '\uff01' and <= '\uff5e' => (char)(character - 0xfee0),
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' or '\ufe63' => '-',
        _ when char.IsDigit(character) => (char)('0' + (int)CharUnicodeInfo.GetNumericValue(character)),
        _ when char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator => ' ',
        _ => character,
    };

    private static bool IsEncoded(string text, int index) =>
        text[index] == '%' && index + 2 < text.Length
        && text[index + 1] is >= '2' and <= '7' && char.IsAsciiHexDigit(text[index + 2]);

    private static char Decoded(string text, int index) =>
        (char)int.Parse(text.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
