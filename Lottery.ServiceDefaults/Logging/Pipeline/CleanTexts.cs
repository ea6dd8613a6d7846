using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>Cleans texts of which most come again within the next records, each once. For one thread.</summary>
internal sealed class CleanTexts
{
    private const int Longest = 64;
    private const int Most = 1024;

    private readonly Dictionary<string, string> _known = [];

    public string Of(object value)
    {
        var text = Text.Of(value);
        if (text.Length > Longest)
        {
            return Redactor.Clean(text);
        }

        if (!_known.TryGetValue(text, out var clean))
        {
            if (_known.Count == Most)
            {
                _known.Clear();
            }

            _known.Add(text, clean = Redactor.Clean(text));
        }

        return clean;
    }
}
