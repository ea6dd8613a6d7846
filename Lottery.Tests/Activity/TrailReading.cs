using System.Text.Json;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Activity;

/// <summary>A line of the activity log as it is stored.</summary>
public sealed record TrailLine(
    string Action, Guid? UserId, string TargetType, string TargetId, Guid? BancaId, JsonElement Details)
{
    public JsonElement Before => Details.GetProperty("before");

    public JsonElement After => Details.GetProperty("after");
}

public static class TrailReading
{
    /// <summary>What the request that was answered like this left in the activity log.</summary>
    public static Task<IReadOnlyList<TrailLine>> TrailOf(this ApiHost host, Answer answer) => host.Rows(
        r => new TrailLine(
            r.GetString(0), r.IsDBNull(1) ? null : r.GetGuid(1), r.GetString(2), r.GetString(3),
            r.IsDBNull(4) ? null : r.GetGuid(4), JsonElement.Parse(r.GetString(5))),
        "select action, user_id, target_type, target_id, banca_id, details from activity_logs where request_id = $1",
        answer.Headers["X-Request-Id"]);

    /// <summary>The one line of a request that succeeded.</summary>
    public static async Task<TrailLine> LineOf(this ApiHost host, Answer answer)
    {
        answer.Succeeded();
        var lines = await host.TrailOf(answer);
        Assert.HasCount(1, lines);
        return lines[0];
    }
}
