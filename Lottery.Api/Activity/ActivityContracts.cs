using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Activity;

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
