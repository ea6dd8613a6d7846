using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Fuzz;

/// <summary>A schema of the contract, with its references followed: what fits it and what surely does not.</summary>
internal sealed partial class Schema
{
    private readonly JsonElement _components;
    private readonly JsonElement _json;

    public Schema(JsonElement json, JsonElement components)
    {
        MayBeNull = json.TryGetProperty("oneOf", out var either)
                && either.EnumerateArray().Any(one => one.TryGetProperty("type", out var kind) && IsNull(kind))
            || (json.TryGetProperty("type", out var kinds) && kinds.ValueKind == JsonValueKind.Array
                && kinds.EnumerateArray().Any(IsNull));
        while (json.TryGetProperty("$ref", out var reference) || json.TryGetProperty("oneOf", out reference))
        {
            json = reference.ValueKind == JsonValueKind.String
                ? components.GetProperty(reference.GetString()!.Split('/')[^1])
                : reference.EnumerateArray().Last();
        }

        (_json, _components) = (json, components);
    }

    /// <summary>Of the operation's body; null when it takes none.</summary>
    public static Schema? OfBody(ServedOperation operation, JsonElement components) => operation.HasBody
        ? new Schema(operation.Json.GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
            .GetProperty("schema"), components)
        : null;

    /// <summary>True when the contract takes a null as well.</summary>
    public bool MayBeNull { get; }

    public IReadOnlyList<string> Required => _json.TryGetProperty("required", out var names)
        ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
        : [];

    public IReadOnlyDictionary<string, Schema> Members => _json.TryGetProperty("properties", out var members)
        ? members.EnumerateObject().ToDictionary(member => member.Name, member => new Schema(member.Value, _components))
        : [];

    public Schema? Items => _json.TryGetProperty("items", out var items) ? new Schema(items, _components) : null;

    /// <summary>Its type or, where it is narrower, its format.</summary>
    public string Kind
    {
        get
        {
            if (_json.TryGetProperty("enum", out _))
            {
                return "enum";
            }

            if (Text("format") is "uuid" or "date" or "date-time")
            {
                return Text("format")!;
            }

            return _json.TryGetProperty("type", out var type)
                ? type.ValueKind == JsonValueKind.String
                    ? type.GetString()!
                    : type.EnumerateArray().Select(t => t.GetString()!).Last(t => t != "null")
                : "any";
        }
    }

    private static bool IsNull(JsonElement type) =>
        type.ValueKind == JsonValueKind.String && type.GetString() == "null";

    /// <summary>A value that the contract allows; ids are whatever <paramref name="id"/> gives for the name.</summary>
    public JsonNode? Fitting(string name, Random chance, Func<string, string> id) => Kind switch
    {
        "enum" => JsonValue.Create(chance.One([.. _json.GetProperty("enum").EnumerateArray()]).GetString()),
        "uuid" => id(name),
        "date" => "2026-10-21",
        "date-time" => $"2026-10-{chance.Next(21, 29)}T{chance.Next(10, 24)}:{chance.Next(10, 60)}:00Z",
        "integer" => chance.Next((int)(Number("minimum") ?? -5), (int)Math.Min(Number("maximum") ?? 50, 1000) + 1),
        "number" => Math.Round((Number("minimum") ?? 0) + (decimal)chance.NextDouble() * 100, chance.Next(5)),
        "boolean" => chance.Percent(50),
        "array" => new JsonArray(
            [.. Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Items?.Fitting(name, chance, id))]),
        "object" => new JsonObject(Members
            .Where(member => Required.Contains(member.Key) || chance.Percent(60))
            .Select(member => KeyValuePair.Create(member.Key, member.Value.Fitting(member.Key, chance, id)))),
        "string" => Word(chance),
        _ => JsonValue.Create(chance.Next()),
    };

    /// <summary>JSON that the contract does not allow; null when it allows everything.</summary>
    public string? Wrong(Random chance) => Kind switch
    {
        "enum" => chance.One("\"NO_SUCH_WORD\"", "7", "true", "[]", "{}", "\"\""),
        "uuid" => chance.One("\"not-an-id\"", "7", "true", "[]", "{}", "\"\"", "\"\\u0000\""),
        "date" or "date-time" => chance.One("\"tomorrow\"", "7", "true", "[]", "{}", "\"2026-02-30T00:00:00Z\""),
        "integer" => chance.One(
            ["\"many\"", "1.5", "1e400", "9223372036854775808", "true", "[]", "{}", .. OutOfRange()]),
        "number" => chance.One(["\"many\"", "1e400", "1e30", "true", "[]", "{}", .. OutOfRange()]),
        "boolean" => chance.One("\"many\"", "7", "[]", "{}"),
        "array" => chance.One("\"x\"", "7", "{}", "true"),
        "object" => chance.One("\"x\"", "7", "[]", "true"),
        "string" => chance.One(["7", "true", "[]", "{}", "\"\\ud800\"", $"\"{Oddities.NotUtf8}\"", .. Misfits(chance)]),
        _ => null,
    };

    /// <summary>As <see cref="Wrong"/>, for an address, where everything is text.</summary>
    public string? WrongInAddress(Random chance) => Kind switch
    {
        "enum" or "uuid" or "date" or "date-time" or "boolean" => chance.One("no-such", "7e", "%27", "%F0%9F%98%80", "-"),
        "integer" => chance.One(["many", "1.5", "1e2", "99999999999999999999", "%27", .. OutOfRange()]),
        _ when Text("pattern") is not null => chance.One("-", "%F0%9F%98%80", "%27%20or%201=1"),
        "string" when Number("maxLength") is { } longest => new string('x', (int)longest + chance.Next(1, 500)),
        _ => null,
    };

    private IEnumerable<string> OutOfRange()
    {
        if (Number("minimum") is { } least)
        {
            yield return (least - 1).ToString(CultureInfo.InvariantCulture);
        }

        if (Number("maximum") is { } most)
        {
            yield return (most + 1).ToString(CultureInfo.InvariantCulture);
        }
    }

    private IEnumerable<string> Misfits(Random chance)
    {
        if (Number("maxLength") is { } longest)
        {
            yield return $"\"{new string('x', (int)longest + chance.Next(1, 5000))}\"";
        }

        if (Number("minLength") > 0)
        {
            yield return "\"\"";
        }

        if (Text("pattern") is not null || Text("format") == "email")
        {
            yield return "\"¡no!\"";
        }
    }

    private string Word(Random chance)
    {
        if (Text("format") == "email")
        {
            return $"a{chance.Next()}@example.com";
        }

        if (Text("pattern") is { } pattern)
        {
            return Choices().Match(pattern) is { Success: true } words
                ? chance.One(words.Groups[1].Value.Split('|'))
                : chance.Next(10, 100).ToString(CultureInfo.InvariantCulture);
        }

        var longest = (int)Math.Min(Number("maxLength") ?? 30, 30);
        var length = Math.Max((int)(Number("minLength") ?? 0), chance.Next(longest + 1));
        return string.Concat(Enumerable.Range(0, length).Select(_ => chance.One("abcxyz0189 ñ".ToCharArray())));
    }

    private string? Text(string name) => _json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private decimal? Number(string name) => _json.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    [GeneratedRegex(@"^\^\(([a-z|]+)\)\$$")]
    private static partial Regex Choices();
}
