using System.Text.Json;

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
public sealed record ServedOperation(string Method, string Path, JsonElement Json)
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

    public bool HasBody => Json.TryGetProperty("requestBody", out _);

    private string Description => Json.TryGetProperty("description", out var text) ? text.GetString()! : "";

    /// <summary>Sends the request, without the prefix and with <paramref name="id"/> for every parameter in the path.</summary>
    public Task<Answer> Send(ApiClient client, string id, string body = "{}")
    {
        var path = Path["/api/v1".Length..];
        while (path.IndexOf('{', StringComparison.Ordinal) is var start and >= 0)
        {
            path = path[..start] + id + path[(path.IndexOf('}', StringComparison.Ordinal) + 1)..];
        }

        return HasBody
            ? client.Raw(HttpMethod.Parse(Method), path, body)
            : client.Bare(HttpMethod.Parse(Method), path);
    }

    public override string ToString() => $"{Method} {Path}";
}
