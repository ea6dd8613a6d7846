using System.Text.Json;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Fuzz;

/// <summary>Ways to make any request impossible to accept, beside those of its body.</summary>
internal sealed class Defects(IReadOnlyList<ServedOperation> operations, JsonElement components)
{
    private static readonly string[] Methods =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FUZZ", "Patch", "PROPFIND"];

    private readonly List<(Regex Path, string Method)> _routes = [.. operations.Select(o => (PatternOf(o.Path), o.Method))];

    /// <summary>Spoils the request in one way and says in which.</summary>
    public string Spoil(Shot shot, Cast cast)
    {
        var body = Schema.OfBody(shot.Operation, components);
        for (; ; )
        {
            var defect = shot.Chance.Next(100) switch
            {
                < 58 => body is null ? null : shot.Chance.One(BodyDefects.All)(shot, body),
                < 68 => WrongId(shot, cast),
                < 80 => WrongQuery(shot),
                < 85 => OfTheOtherHouse(shot, cast),
                < 91 => WrongMethod(shot),
                < 95 => WithoutAccess(shot),
                < 98 => OfAnotherRole(shot),
                _ => BeneathHttp(shot),
            };
            if (defect is not null)
            {
                return defect;
            }
        }
    }

    private string? WrongId(Shot shot, Cast cast)
    {
        var wrong = Parameters(shot.Operation, "path").Select(p => p.Schema.Kind is "uuid" or "enum"
            ? shot.Chance.One(
                "not-an-id", "7", "%20", "%27%20or%201=1--", "%ff%fe", "%zz", "%F0%9F%98%80", "a%2fb", "null", "%25", "*",
                "00000000-0000-0000-0000-00000000000g", "%0d%0a", new string('x', shot.Chance.Next(100, 4000)))
            : null).FirstOrDefault(text => text is not null);
        if (wrong is null)
        {
            return null;
        }

        shot.Path = Cast.PathOf(shot.Operation, cast.Ours, _ => wrong);
        return "an id that is none";
    }

    private string? WrongQuery(Shot shot)
    {
        var all = Parameters(shot.Operation, "query").ToList();
        if (all.Count == 0)
        {
            return null;
        }

        var (name, schema) = shot.Chance.One(all);
        if (schema.WrongInAddress(shot.Chance) is not { } wrong)
        {
            return null;
        }

        shot.Query.RemoveAll(pair => pair.Name == name);
        shot.Query.Add((name, wrong));
        return $"{name} in the query of another type or out of its range";
    }

    private static string? OfTheOtherHouse(Shot shot, Cast cast)
    {
        if (!shot.Operation.NamesAThing || shot.Role == Cast.Admin)
        {
            return null;
        }

        Cast.Aim(shot, cast.Theirs);
        return "a thing of the other house";
    }

    private string WrongMethod(Shot shot)
    {
        var known = _routes.Where(route => route.Path.IsMatch(shot.Path)).Select(route => route.Method).ToHashSet();
        shot.Method = shot.Chance.One([.. Methods.Where(method => !known.Contains(method.ToUpperInvariant()))]);
        return "a method that the path does not have";
    }

    private static string? WithoutAccess(Shot shot)
    {
        if (shot.Operation.IsPublic)
        {
            return null;
        }

        shot.Authorization = shot.Chance.Percent(40) ? null : shot.Chance.One(Oddities.Authorizations);
        return "nobody's";
    }

    // The role is part of what is drawn; most draws are of a role that may.
    private static string? OfAnotherRole(Shot shot) =>
        shot.Operation.IsPublic || shot.Operation.Roles.Contains(shot.Role) ? null : "not for this role";

    private static string BeneathHttp(Shot shot)
    {
        shot.IsBeneathHttp = true;
        switch (shot.Chance.Next(4))
        {
            case 0:
                shot.Path += "%00";
                return "a NUL in the path";
            case 1:
                shot.Query.Add(("_", new string('x', 9000)));
                return "an address above the limit";
            case 2:
                shot.Headers.Add(("X-Long", new string('x', 40_000)));
                return "headers above the limit";
            default:
                shot.Headers.Add((FuzzClient.Latin1, "\u00ff"));
                return "a header that is not UTF-8";
        }
    }

    private static Regex PatternOf(string path) =>
        new($"^{Regex.Replace(path, @"\{\w+\}", "[^/]+")}/?$", RegexOptions.IgnoreCase);

    public IEnumerable<(string Name, Schema Schema)> Parameters(ServedOperation operation, string part) =>
        from parameter in operation.Json.TryGetProperty("parameters", out var all) ? all.EnumerateArray() : default
        where parameter.Text("in") == part
        select (parameter.Text("name"), new Schema(parameter.GetProperty("schema"), components));
}
