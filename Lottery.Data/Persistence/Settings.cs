using System.Text.Json.Nodes;

namespace Lottery.Data.Persistence;

/// <summary>
/// Settings kept as one JSON document: <c>print</c>, <c>theme</c> and, for users, <c>system</c>. A patch changes what it
/// names: objects are merged, a null deletes its key, anything else replaces.
/// </summary>
public static class Settings
{
    /// <summary>The document after the patch; null when nothing is left in it.</summary>
    /// <param name="stored">The document as stored, or null.</param>
    /// <param name="patch">The patch; null clears everything that a client may set.</param>
    public static string? Merge(string? stored, JsonObject? patch)
    {
        // What the server itself keeps in the document is not the client's to clear.
        patch ??= new JsonObject { ["print"] = null, ["theme"] = null, ["system"] = null };
        var document = stored is null ? [] : JsonNode.Parse(stored)!.AsObject();
        Merge(document, patch);
        return document.Count == 0 ? null : document.ToJsonString();
    }

    private static void Merge(JsonObject document, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            switch (value)
            {
                case null:
                    document.Remove(key);
                    break;
                case JsonObject nested when document[key] is JsonObject known:
                    Merge(known, nested);
                    break;
                case JsonObject nested:
                    var fresh = new JsonObject();
                    Merge(fresh, nested);
                    document[key] = fresh;
                    break;
                default:
                    document[key] = value.DeepClone();
                    break;
            }
        }
    }
}
