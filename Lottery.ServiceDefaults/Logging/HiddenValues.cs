using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>
/// What one record was given under names that hide it. The same value may stand in its message, because the template
/// mentions it, in another parameter or in the text of an exception: it is taken out there as well.
/// </summary>
internal sealed class HiddenValues
{
    // Shorter ones would be found in words and numbers that have nothing to do with them.
    private const int ShortestSearched = 4;

    // Of longer ones a text that was cut has only the beginning.
    private const int LongestSearched = Text.LongestSecret;

    private List<string>? _searched;
    private List<string>? _short;
    private bool _isCut;

    public void Add(string value)
    {
        _isCut |= value.Length > LongestSearched;
        if (value.Length >= ShortestSearched)
        {
            (_searched ??= []).Add(value);
        }
        else if (value.Length > 0)
        {
            (_short ??= []).Add(value);
        }
    }

    public string CleanOf(string text) => CleanTexts.Of(Without(text));

    /// <summary>The message, or nothing of it when a hidden value is too short to be told from the rest of it or too
    /// long to be whole in it.</summary>
    public string CleanMessage(string message)
    {
        var isAmbiguous = _isCut || _short?.Exists(value => message.Contains(value, StringComparison.Ordinal)) == true;
        return isAmbiguous ? Redactor.Mark : CleanTexts.Of(Without(message));
    }

    private string Without(string text)
    {
        if (_searched is null)
        {
            return text;
        }

        foreach (var value in _searched)
        {
            text = text.Replace(value, Redactor.Mark, StringComparison.Ordinal);
        }

        return text;
    }
}
