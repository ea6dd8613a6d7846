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

    private List<string>? _searched;
    private List<string>? _short;

    public void Add(string value)
    {
        if (value.Length >= ShortestSearched)
        {
            (_searched ??= []).Add(value);
        }
        else if (value.Length > 0)
        {
            (_short ??= []).Add(value);
        }
    }

    public string CleanOf(string text)
    {
        foreach (var value in _searched ?? [])
        {
            text = text.Replace(value, Redactor.Mark, StringComparison.Ordinal);
        }

        return Redactor.Clean(text);
    }

    /// <summary>The message, or its template when a hidden value is too short to be told from the rest of it.</summary>
    public string CleanMessage(string message, string? template)
    {
        var isAmbiguous = _short?.Exists(value => message.Contains(value, StringComparison.Ordinal)) == true;
        return CleanOf(isAmbiguous ? template ?? Redactor.Mark : message);
    }
}
