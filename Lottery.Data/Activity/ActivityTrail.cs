using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Lottery.Data.Activity;

/// <summary>Writes the activity log, in the transaction of the act.</summary>
public static class ActivityTrail
{
    /// <summary>Columns that are never written to the trail.</summary>
    private static readonly HashSet<string> Secrets = [nameof(User.PasswordHash)];

    /// <summary>Columns whose change says nothing.</summary>
    private static readonly HashSet<string> Noise = ["CreatedAt", "UpdatedAt"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>
    /// Records an act on <paramref name="target"/> with the before and after of every column that the context has
    /// tracked as changed so far, plus <paramref name="details"/>. Call it after the verb, before the save.
    /// </summary>
    /// <param name="description">One sentence in Spanish for the person who reads the trail.</param>
    /// <param name="details">Further figures; an object of scalars, never a request body.</param>
    public static void Record(
        this LotteryDbContext db,
        Actor actor,
        ActivityType action,
        IAudited target,
        string description,
        DateTimeOffset at,
        object? details = null)
    {
        var written = JsonSerializer.SerializeToNode(details ?? new { }, Json)!.AsObject();
        var entry = db.Entry((object)target);
        // Of this one alone: an act on a thousand rows records each, and all of them are tracked.
        entry.DetectChanges();
        var (before, after) = (new JsonObject(), new JsonObject());
        foreach (var property in entry.Properties)
        {
            var name = property.Metadata.Name;
            if (Noise.Contains(name) || (entry.State != EntityState.Added && !property.IsModified))
            {
                continue;
            }

            var key = JsonNamingPolicy.CamelCase.ConvertName(name);
            after[key] = Value(property.Metadata, property.CurrentValue);
            if (entry.State != EntityState.Added)
            {
                before[key] = Value(property.Metadata, property.OriginalValue);
            }
        }

        written["before"] = before.Count > 0 ? before : null;
        written["after"] = after.Count > 0 ? after : null;
        written["description"] = description;
        db.ActivityLogs.Add(Line(actor, action, target.TargetType, target.Id.ToString(), target.TenantId, written, at));
    }

    /// <summary>A line for an act that is not a change of one tracked entity. Add it to the context yourself.</summary>
    public static ActivityLog Line(
        Actor actor,
        ActivityType action,
        string targetType,
        string? targetId,
        Guid? bancaId,
        object details,
        DateTimeOffset at,
        bool succeeded = true) => new()
        {
            BancaId = bancaId ?? actor.BancaId,
            UserId = actor.UserId,
            Action = action,
            Succeeded = succeeded,
            TargetType = targetType,
            TargetId = targetId,
            Details = JsonSerializer.Serialize(details, Json),
            RequestId = actor.RequestId,
            IpAddress = actor.IpAddress,
            CreatedAt = at,
        };

    private static JsonNode? Value(IProperty column, object? value) =>
        Secrets.Contains(column.Name) ? "(secret)"
        : value is string json && column.GetColumnType() == "jsonb" ? JsonNode.Parse(json)
        : JsonSerializer.SerializeToNode(value, Json);
}
