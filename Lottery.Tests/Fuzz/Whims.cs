using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Fuzz;

/// <summary>Ways to make a request odd: the product may take it or refuse it, but must not stumble.</summary>
internal sealed class Whims(Defects defects, JsonElement components)
{
    private static string MadeUpId => Guid.CreateVersion7().ToString();

    public void Bend(Shot shot, Cast cast)
    {
        for (var times = shot.Chance.One(1, 1, 1, 2, 3); times > 0; times--)
        {
            BendOnce(shot, cast);
        }
    }

    private void BendOnce(Shot shot, Cast cast)
    {
        switch (shot.Chance.Next(12))
        {
            case 0 or 1 or 2 or 3 when shot.Json is not null:
                OddMember(shot);
                break;
            case 4 when shot.Json is not null:
                OddBody(shot);
                break;
            case 5 when shot.Operation.Path.Contains('{', StringComparison.Ordinal):
                shot.Path = Cast.PathOf(
                    shot.Operation,
                    shot.Chance.One(cast.Ours, cast.Theirs),
                    id => shot.Chance.One(
                        id, id.ToUpperInvariant(), MadeUpId, shot.Chance.One(Oddities.InAddresses)));
                break;
            case 6:
                Cast.Aim(shot, cast.Theirs);
                break;
            case 7:
                shot.Headers.Add(shot.Chance.One(Oddities.Headers));
                break;
            case 8:
                shot.Headers.Add(("X-Active-Banca-Id", shot.Chance.One(cast.Ours, cast.Theirs).Banca.Id.ToString()));
                break;
            default:
                OddQuery(shot);
                break;
        }
    }

    private void OddMember(Shot shot)
    {
        var (body, members) = (shot.Json!, Schema.OfBody(shot.Operation, components)!.Members);
        var name = shot.Chance.One([.. members.Keys]);
        if ((body[name] as JsonArray)?.OfType<JsonObject>().FirstOrDefault() is { } first)
        {
            (body, name) = (first, shot.Chance.One([.. first.Select(member => member.Key)]));
        }

        body[name] = shot.Raw(shot.Chance.Next(6) switch
        {
            0 or 1 => Shot.Quoted(shot.Chance.One(Oddities.Texts)),
            2 => Shot.Quoted(Oddities.LongText(shot.Chance)),
            3 when members.GetValueOrDefault(name)?.Kind == "object" => Free(shot),
            4 when body[name] is JsonValue known => Shot.Quoted(known.ToString() + shot.Chance.One(Oddities.Texts)),
            _ => shot.Chance.One(Oddities.Values),
        });
    }

    // What is free in form is where a reader is lazy and a writer stumbles.
    private static string Free(Shot shot)
    {
        var name = shot.Chance.One("digits", "print", "theme", "closingTimeBeforeDraw", "drawSchedule", "x");
        return $$"""{"{{name}}":{{shot.Chance.One(Oddities.Values)}}}""";
    }

    private static void OddBody(Shot shot)
    {
        switch (shot.Chance.Next(7))
        {
            case 0:
                shot.Bytes = [];
                break;
            case 1:
                shot.Bytes = [0xEF, 0xBB, 0xBF, .. shot.Encoded(shot.Text())];
                break;
            case 2:
                shot.Bytes = "null"u8.ToArray();
                break;
            case 3:
                shot.Bytes = Encoding.Unicode.GetBytes(shot.Text());
                shot.ContentType = "application/json; charset=utf-16";
                break;
            case 4:
                shot.ContentType = shot.Chance.One(Oddities.Charsets);
                break;
            case 5:
                shot.Bytes = [.. shot.Encoded(shot.Text()), .. Enumerable.Repeat((byte)' ', shot.Chance.Next(1, 5000))];
                break;
            default:
                shot.Json = [];
                break;
        }
    }

    private void OddQuery(Shot shot)
    {
        var names = defects.Parameters(shot.Operation, "query").Select(parameter => parameter.Name).ToList();
        if (names.Count == 0 && shot.Chance.Percent(70))
        {
            return;
        }

        for (var keys = shot.Chance.One(1, 1, 2, 3); keys > 0; keys--)
        {
            var name = names.Count > 0 && shot.Chance.Percent(96)
                ? shot.Chance.One(names)
                : shot.Chance.One("", "_", "id", "page[]", "%00", "%ff", "PAGE", "a.b", "%F0%9F%98%80", "noSuchKey");
            if (shot.Chance.Percent(70))
            {
                shot.Query.RemoveAll(pair => pair.Name == name);
            }

            shot.Query.Add((name, shot.Chance.Next(8) switch
            {
                0 => Uri.EscapeDataString(shot.Chance.One(Oddities.Texts)),
                1 => new string('x', shot.Chance.Next(1, 3000)),
                2 => shot.Chance.One("%00", "a%00b", "%25", "_", "%5c", "%25%5c_"),
                _ => shot.Chance.One(Oddities.InAddresses),
            }));
        }
    }
}
