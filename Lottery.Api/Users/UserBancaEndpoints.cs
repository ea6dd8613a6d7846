using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Data;
using Lottery.Data.Bancas;
using Lottery.Data.Users;
using Lottery.Data.Users.Places;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Users;

/// <summary>The bancas of a BANCA user. Older clients read these answers without the envelope.</summary>
internal static class UserBancaEndpoints
{
    public static void MapUserBancas(this RouteGroupBuilder api)
    {
        var bancas = api.MapGroup("/users/{id}/bancas").WithTags("Users");
        bancas.MapGet("/", ListUserBancas, AccessMatrix.ListUserBancas)
            .WithSummary("List the bancas that a user may operate, its home first")
            .Refuses(UserRefusals.NotFound, UserRefusals.Forbidden);
        bancas.MapPost("/", AssignBanca, AccessMatrix.AssignBanca)
            .WithSummary("Let a user operate a banca")
            .Example(new AssignBancaRequest(Guid.Empty, true))
            .Refuses(UserRefusals.NotFound, UserRefusals.NotABanca, BancaRefusals.NotFound, BancaRefusals.Inactive);
        bancas.MapPatch("/{bancaId}/default", SetDefaultBanca, AccessMatrix.SetDefaultBanca)
            .WithSummary("Make one of a user's bancas its home")
            .Refuses(UserRefusals.NotFound, UserRefusals.Forbidden, UserRefusals.NotAssigned, BancaRefusals.Inactive);
        bancas.MapDelete("/{bancaId}", RemoveBanca, AccessMatrix.RemoveBanca)
            .WithSummary("Take a banca away from a user")
            .Refuses(UserRefusals.NotFound, UserRefusals.NotAssigned, UserRefusals.DefaultBanca);
    }

    private static async Task<BareReply<IReadOnlyList<UserBancaResponse>>> ListUserBancas(
        Guid id, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().FindVisible(id, current.Actor, cancellationToken);
        if (user is null || (current.Actor.Role != Role.Admin && id != current.Actor.UserId))
        {
            return user is null ? UserRefusals.NotFound : UserRefusals.Forbidden;
        }

        var links = await db.UserBancas.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).AsNoTracking()
            .Include(x => x.Banca)
            .Where(x => x.UserId == id)
            .OrderByDescending(x => x.IsDefault).ThenBy(x => x.Banca!.CreatedAt)
            .ToListAsync(cancellationToken);
        return new Outcome<IReadOnlyList<UserBancaResponse>>([.. links.Select(UserBancaResponse.Of)]);
    }

    private static async Task<BareCreatedReply<UserBancaResponse>> AssignBanca(
        Guid id, AssignBancaRequest request, BancaAssignments assignments, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await assignments.Assign(id, request.BancaId, request.IsDefault is true, current.Actor, cancellationToken))
            .Select(UserBancaResponse.Of);

    private static async Task<BareReply<Said>> SetDefaultBanca(
        Guid id, Guid bancaId, BancaAssignments assignments, CurrentActor current, CancellationToken cancellationToken) =>
        (await assignments.SetDefault(id, bancaId, current.Actor, cancellationToken))
            .Select(_ => new Said("Banca predeterminada actualizada exitosamente"));

    private static async Task<BareReply<Said>> RemoveBanca(
        Guid id, Guid bancaId, BancaAssignments assignments, CurrentActor current, CancellationToken cancellationToken) =>
        (await assignments.Remove(id, bancaId, current.Actor, cancellationToken))
            .Select(_ => new Said("Banca removida exitosamente"));
}

[ValidatableType]
public sealed record AssignBancaRequest(Guid BancaId, bool? IsDefault = null);

/// <param name="Id">Of the assignment; a user has a banca once, so it is the banca's.</param>
public sealed record UserBancaResponse(Guid Id, Guid UserId, Guid BancaId, bool IsDefault, AssignedBanca? Banca)
{
    internal static UserBancaResponse Of(UserBanca link) => new(
        link.BancaId, link.UserId, link.BancaId, link.IsDefault,
        link.Banca is { } banca ? new AssignedBanca(banca.Id, banca.Name, banca.IsActive) : null);
}

public sealed record AssignedBanca(Guid Id, string Name, bool IsActive);
