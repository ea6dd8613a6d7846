using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Activity;

/// <summary>Filters of every list of the activity log; what is in a list's path is read from there.</summary>
[ValidatableType]
public sealed record ListActivityQuery : ListQuery
{
    public Guid? UserId { get; init; }

    public Word<ActivityType>? Action { get; init; }

    [StringLength(40, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? TargetType { get; init; }

    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? TargetId { get; init; }

    public Moment? StartDate { get; init; }

    public Moment? EndDate { get; init; }

    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Search { get; init; }
}

/// <summary>Business days, both included.</summary>
[ValidatableType]
public sealed record ActivityStatisticsQuery
{
    public Moment? StartDate { get; init; }

    public Moment? EndDate { get; init; }
}

/// <summary>How many days to keep; the first of the two names that is there counts.</summary>
[ValidatableType]
public sealed record CleanUpActivityRequest(
    [Range(1, CleanUpActivityRequest.Longest, ErrorMessage = Rules.Range)] int? DaysToKeep = null,
    [Range(1, CleanUpActivityRequest.Longest, ErrorMessage = Rules.Range)] int? Days = null)
{
    /// <summary>A century.</summary>
    internal const int Longest = 36_500;

    internal TimeSpan? KeepFor => (DaysToKeep ?? Days) is { } days ? TimeSpan.FromDays(days) : null;
}

public sealed record ActivityCleanUpResponse(string Message, long DeletedCount);

public sealed record ActivityResponse(
    Guid Id,
    Guid? BancaId,
    Guid? UserId,
    ActivityType Action,
    bool Succeeded,
    string? TargetType,
    string? TargetId,
    JsonElement? Details,
    string? RequestId,
    string? IpAddress,
    DateTimeOffset CreatedAt,
    ActivityUser? User)
{
    internal static ActivityResponse Of(ActivityLog line) => new(
        line.Id, line.BancaId, line.UserId, line.Action, line.Succeeded, line.TargetType, line.TargetId,
        line.Details is { } details ? JsonElement.Parse(details) : null, line.RequestId, line.IpAddress, line.CreatedAt,
        line.User is { } user ? new ActivityUser(user.Id, user.Username, user.Name, user.Role) : null);
}

public sealed record ActivityUser(Guid Id, string Username, string Name, Role Role);
