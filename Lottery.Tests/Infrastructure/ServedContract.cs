using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lottery.Tests.Infrastructure;

/// <summary>The OpenAPI document as a running API serves it.</summary>
public sealed record ServedContract(string Text, IReadOnlyList<ServedOperation> Operations)
{
    public static async Task<ServedContract> Of(ApiHost host)
    {
        using var anonymous = host.Anonymous();
        var text = (await anonymous.Get("//openapi/v1.json")).Succeeded().Text;
        var operations =
            from path in JsonElement.Parse(text).GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.TryGetProperty("responses", out _)
            select new ServedOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value);
        return new ServedContract(text, [.. operations]);
    }
}

/// <summary>One operation of the document.</summary>
/// <param name="Path">With the prefix, <c>/api/v1/bancas/{id}</c>.</param>
public sealed partial record ServedOperation(string Method, string Path, JsonElement Json)
{
    private const string Public = "Public.";
    private const string RolesAre = "Roles: ";

    /// <summary>Roles that its description names; empty when it says that it is public.</summary>
    public IReadOnlyList<string> Roles => Description switch
    {
        Public => [],
        _ when Description.StartsWith(RolesAre, StringComparison.Ordinal) =>
            Description[RolesAre.Length..].TrimEnd('.').Split(", "),
        _ => throw new AssertFailedException($"{this} does not say who may call it: '{Description}'"),
    };

    public bool IsPublic => Roles.Count == 0;

    /// <summary>Name of the handler: PUT and PATCH may share one.</summary>
    public string Name => Json.Text("operationId").Replace("ByPut", "", StringComparison.Ordinal);

    public string Tag => Json.Rows("tags")[0].GetString()!;

    public bool HasBody => Json.TryGetProperty("requestBody", out _);

    private string Description => Json.TryGetProperty("description", out var text) ? text.GetString()! : "";

    /// <summary>The body that the document shows, or an empty object.</summary>
    public string Example =>
        Json.GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
            .TryGetProperty("example", out var example) ? example.GetRawText() : "{}";

    /// <summary>
    /// True when it is about something that somebody has: it must be told which, and not by one of a few words.
    /// </summary>
    public bool NamesAThing => Json.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray()
        .Any(p => p.TryGetProperty("required", out var required) && required.GetBoolean()
            // A day is nobody's.
            && p.Text("name") != "date"
            && (p.Text("in") == "path" || p.Text("name").EndsWith("Id", StringComparison.Ordinal))
            && !p.GetProperty("schema").TryGetProperty("enum", out _));

    /// <summary>
    /// Path below the prefix with <paramref name="id"/> for every parameter that must be in it; ids for several are
    /// parted by slashes.
    /// </summary>
    /// <param name="query">Other values for parameters of the query, by their names.</param>
    public string At(string id, IReadOnlyDictionary<string, string>? query = null)
    {
        var (ids, next) = (id.Split('/'), 0);
        return Parameter().Replace(Path["/api/v1".Length..], _ => ids[next++ % ids.Length])
            + string.Concat(RequiredQuery.Select((name, index) =>
                $"{(index == 0 ? '?' : '&')}{name}={query?.GetValueOrDefault(name) ?? id}"));
    }

    private IEnumerable<string> RequiredQuery =>
        from parameter in Json.TryGetProperty("parameters", out var all) ? all.EnumerateArray() : default
        where parameter.Text("in") == "query"
            && parameter.TryGetProperty("required", out var required) && required.GetBoolean()
        select parameter.Text("name");

    /// <summary>Sends the request, with a body where it takes one.</summary>
    public Task<Answer> Send(
        ApiClient client, string id, string body = "{}", params (string Name, string Value)[] headers) =>
        SendTo(At(id), client, body, headers);

    /// <summary>As <see cref="Send"/>, to a path of its own below the prefix.</summary>
    public Task<Answer> SendTo(
        string path, ApiClient client, string body = "{}", params (string Name, string Value)[] headers) => client.Raw(
            HttpMethod.Parse(Method),
            path,
            HasBody ? new StringContent(body, Encoding.UTF8, "application/json") : null,
            headers);

    public override string ToString() => $"{Method} {Path}";

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
