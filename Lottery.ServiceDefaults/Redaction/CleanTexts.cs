namespace Lottery.ServiceDefaults.Redaction;

/// <summary>Cleans texts of which most come again within the next records, such as routes and user agents. What is
/// remembered, by each thread for itself, are those in which nothing was found: no secret is kept.</summary>
internal static class CleanTexts
{
    private const int Longest = 64;
    private const int Places = 256;

    [ThreadStatic]
    private static string?[]? _known;

    public static string Of(string text)
    {
        if (text.Length is > Longest or Redactor.LengthOfId)
        {
            return Redactor.Clean(text);
        }

        // One place for each hash: a text that comes once pushes out one other and no more.
        ref var known = ref (_known ??= new string?[Places])[text.GetHashCode() & (Places - 1)];
        if (known == text)
        {
            return text;
        }

        var clean = Redactor.Clean(text);
        if (ReferenceEquals(clean, text))
        {
            known = text;
        }

        return clean;
    }
}
