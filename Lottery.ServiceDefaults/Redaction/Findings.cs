using System.Text;

namespace Lottery.ServiceDefaults.Redaction;

/// <summary>The places of a text that are taken out.</summary>
internal sealed class Findings
{
    private readonly List<(int Start, int End)> _places = [];

    public int Count => _places.Count;

    public void Clear() => _places.Clear();

    public void Add(int start, int end)
    {
        if (start < end)
        {
            _places.Add((start, end));
        }
    }

    /// <summary>Turns places of a folded text, from the given one on, into those of the text itself.</summary>
    public void Translate(int from, int[] places)
    {
        for (var index = from; index < _places.Count; index++)
        {
            _places[index] = (places[_places[index].Start], places[_places[index].End]);
        }
    }

    public string Replace(string text)
    {
        if (_places.Count == 0)
        {
            return text;
        }

        _places.Sort();
        var clean = new StringBuilder(text.Length);
        var (start, end) = _places[0];
        var copied = 0;
        foreach (var place in _places)
        {
            if (place.Start > end)
            {
                clean.Append(text, copied, start - copied).Append(Redactor.Mark);
                copied = end;
                (start, end) = place;
            }

            end = Math.Max(end, place.End);
        }

        clean.Append(text, copied, start - copied).Append(Redactor.Mark);
        return clean.Append(text, end, text.Length - end).ToString();
    }
}
