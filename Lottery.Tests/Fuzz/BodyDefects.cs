using System.Text;
using System.Text.Json.Nodes;

namespace Lottery.Tests.Fuzz;

/// <summary>
/// Ways to make a body impossible to accept, whatever else is right about the request. Each gives its name, or null
/// when there is nothing in this body that it could spoil.
/// </summary>
internal static class BodyDefects
{
    private const int LongestBody = 200 * 1024;

    public static readonly Func<Shot, Schema, string?>[] All =
    [
        WrongValue, WrongValue, WrongValue, WrongValue, UnknownMember, TwiceTheSame, MissingMember, NullMember, CutOff,
        CutOff, TrailedByMore, OfAnotherKind, TooDeep, OfAnotherType, TooLarge, NotUtf8, InOtherCharacters,
    ];

    private static string? WrongValue(Shot shot, Schema schema)
    {
        var sites = Sites(shot.Json!, schema).ToList();
        if (sites.Count == 0)
        {
            return null;
        }

        var (parent, name, member) = shot.Chance.One(sites);
        if (member.Wrong(shot.Chance) is not { } wrong)
        {
            return null;
        }

        parent[name] = shot.Raw(wrong);
        return $"{name} of another type or out of its range";
    }

    private static string UnknownMember(Shot shot, Schema schema)
    {
        var name = shot.Chance.One(
            "noSuchMember", "$type", "__proto__", "Name ", "", "😀", "\0", "ñ", "a.b[0]", "'", "\u202E");
        shot.Add(shot.Json!, name, shot.Chance.One(Oddities.Values));
        return "an unknown member";
    }

    private static string TwiceTheSame(Shot shot, Schema schema)
    {
        var body = shot.Json!;
        var name = body.Count > 0
            ? shot.Chance.One([.. body.Select(member => member.Key)])
            : schema.Members.Keys.First();
        body.TryAdd(name, null);
        shot.Add(body, shot.Chance.Percent(50) ? name : name.ToUpperInvariant(), "null");
        return "a member twice";
    }

    private static string? MissingMember(Shot shot, Schema schema) =>
        schema.Required.Count > 0 && shot.Json!.Remove(shot.Chance.One(schema.Required)) ? "a missing member" : null;

    private static string? NullMember(Shot shot, Schema schema)
    {
        string[] values = [.. schema.Required.Where(name => !schema.Members[name].MayBeNull)];
        if (values.Length == 0)
        {
            return null;
        }

        shot.Json![shot.Chance.One(values)] = null;
        return "a null that must be a value";
    }

    private static string CutOff(Shot shot, Schema schema)
    {
        var text = shot.Text();
        shot.Bytes = shot.Encoded(text[..shot.Chance.Next(1, text.Length)]);
        return "JSON that is cut off";
    }

    private static string TrailedByMore(Shot shot, Schema schema)
    {
        shot.Bytes = shot.Encoded(shot.Text() + shot.Chance.One("x", "{}", ",", "}", "//", "\0", "1", "\uFEFF"));
        return "JSON and more";
    }

    private static string OfAnotherKind(Shot shot, Schema schema)
    {
        shot.Bytes = shot.Encoded(shot.Chance.One(
            "[]", "[{}]", "7", "\"text\"", "true", "{", "}", "x", "<a/>", "'{}'", "\0", "NaN", $"[{shot.Text()}]"));
        return "no object";
    }

    private static string TooDeep(Shot shot, Schema schema)
    {
        var levels = shot.Chance.One(17, 64, 65, 1000, 20_000);
        shot.Add(shot.Json!, shot.Chance.One("deep", schema.Members.Keys.First()), shot.Chance.Percent(50)
            ? Oddities.Deep(levels, "[", "]")
            : Oddities.Deep(levels, "{\"a\":", "}").Replace(":}", ":1}", StringComparison.Ordinal));
        return "JSON too deep";
    }

    private static string OfAnotherType(Shot shot, Schema schema)
    {
        shot.ContentType = shot.Chance.One(Oddities.ContentTypes);
        return "a content type that is not JSON";
    }

    private static string? TooLarge(Shot shot, Schema schema)
    {
        // A body costs as much as a hundred other requests.
        if (!shot.Chance.Percent(15))
        {
            return null;
        }

        shot.Add(shot.Json!, "large", Shot.Quoted(new string('x', LongestBody + shot.Chance.Next(1, 50_000))));
        return "a body above the limit";
    }

    private static string NotUtf8(Shot shot, Schema schema)
    {
        shot.Add(shot.Json!, $"a{Oddities.NotUtf8}", "1");
        return "a name that is not UTF-8";
    }

    private static string InOtherCharacters(Shot shot, Schema schema)
    {
        shot.Bytes = shot.Chance.One(Encoding.Unicode, Encoding.UTF32).GetBytes(shot.Text());
        return "UTF-16 or UTF-32 that does not say so";
    }

    // Every declared member, also those that are not in this body, and those of objects in lists.
    private static IEnumerable<(JsonObject Parent, string Name, Schema Member)> Sites(JsonObject parent, Schema schema)
    {
        foreach (var (name, member) in schema.Members)
        {
            yield return (parent, name, member);
            if (member.Items is { } items
                && (parent[name] as JsonArray)?.OfType<JsonObject>().LastOrDefault() is { } last)
            {
                foreach (var site in Sites(last, items))
                {
                    yield return site;
                }
            }
        }
    }
}
