using Lottery.Api.Access;
using Lottery.Api.Auth;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Bancas;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Users;

internal static class UserEndpoints
{
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapPost("/", CreateUser, AccessMatrix.CreateUser)
            .WithSummary("Create a user of a lower role")
            .Example(new CreateUserRequest("Ana Mora", "amora", "una-clave-larga", Role.Vendedor, Guid.Empty))
            .Refuses(
                UserRefusals.RoleCeiling, UserRefusals.VentanaRequired, UserRefusals.BancaRequired,
                UserRefusals.UsernameTaken, UserRefusals.EmailTaken, UserRefusals.CodeTaken, UserRefusals.QuotaExceeded,
                UserRefusals.FieldNotYours, UserRefusals.PasswordTooShort(10), UserRefusals.BancaMismatch,
                VentanaRefusals.NotFound, BancaRefusals.NotFound, BancaRefusals.Inactive);
        users.MapGet("/", ListUsers, AccessMatrix.ListUsers)
            .Strict<ListUsersQuery>()
            .WithSummary("List users; a ventana sees its own");
        users.MapGet("/{id}", GetUser, AccessMatrix.GetUser)
            .WithSummary("Get a user: oneself, or somebody below in one's reach")
            .Refuses(UserRefusals.NotFound, UserRefusals.Forbidden);
        users.MapPatch("/{id}", UpdateUser, AccessMatrix.UpdateUser)
            .WithSummary("Change a user; of oneself only name, username, e-mail and phone")
            .Example(new UpdateUserRequest { Phone = "8888-8888" })
            .Refuses(
                UserRefusals.NotFound, UserRefusals.Forbidden, UserRefusals.FieldNotYours, UserRefusals.RoleCeiling,
                UserRefusals.UsernameTaken, UserRefusals.EmailTaken, UserRefusals.CodeTaken, UserRefusals.QuotaExceeded,
                UserRefusals.PasswordTooShort(10), UserRefusals.VentanaRequired, UserRefusals.BancaRequired,
                UserRefusals.BancaMismatch, VentanaRefusals.NotFound, VentanaRefusals.Inactive, BancaRefusals.NotFound,
                BancaRefusals.Inactive);
        users.MapPut("/me/password", ChangePassword, AccessMatrix.ChangePassword)
            .WithSummary("Give myself another password; every session of mine ends")
            .Example(new ChangePasswordRequest("una-clave-larga", "otra-clave-larga"))
            .Refuses(UserRefusals.InvalidPassword, UserRefusals.SamePassword, UserRefusals.PasswordTooShort(10));
        users.MapDelete("/{id}", DeactivateUser, AccessMatrix.DeactivateUser)
            .WithSummary("Deactivate a user and end every session of it")
            .Refuses(UserRefusals.NotFound, UserRefusals.Forbidden, UserRefusals.OwnState);
        users.MapPatch("/{id}/restore", RestoreUser, AccessMatrix.RestoreUser)
            .WithSummary("Make a user active again")
            .Refuses(
                UserRefusals.NotFound, UserRefusals.Forbidden, UserRefusals.QuotaExceeded, VentanaRefusals.Inactive,
                BancaRefusals.Inactive);
    }

    private static async Task<CreatedReply<UserResponse>> CreateUser(
        CreateUserRequest request, UserAdmission admission, CurrentActor current, CancellationToken cancellationToken) =>
        current.Actor.Role == Role.Ventana && request.TouchesTerms
            ? UserRefusals.FieldNotYours
            : (await admission.Create(request.ToNewUser(), current.Actor, cancellationToken)).Select(UserResponse.Of);

    private static async Task<PageReply<UserResponse>> ListUsers(
        [AsParameters] ListUsersQuery query, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var role = query.Role?.Value;
        var rows = db.Users.AsNoTracking().Include(u => u.Ventana).Include(u => u.Banca).VisibleTo(current.Actor)
            .Where(u => role == null || u.Role == role)
            .Where(u => query.VentanaId == null || u.VentanaId == query.VentanaId)
            .Where(u => query.BancaId == null || u.BancaId == query.BancaId);
        if (query.Search is { } text)
        {
            var pattern = Like.Containing(text);
            rows = rows.Where(u => EF.Functions.ILike(u.Name, pattern, Like.Escape)
                || EF.Functions.ILike(u.Username, pattern, Like.Escape)
                || EF.Functions.ILike(u.Email!, pattern, Like.Escape)
                || EF.Functions.ILike(u.Code!, pattern, Like.Escape)
                || EF.Functions.ILike(u.Ventana!.Name, pattern, Like.Escape));
        }

        // A ventana sees who works there now, unless it asks for the others.
        if ((query.IsActive?.Value ?? (current.Actor.Role == Role.Ventana ? true : null)) is { } active)
        {
            rows = rows.Where(u => u.IsActive == active);
        }

        var page = await rows.OrderByDescending(u => u.CreatedAt).ThenBy(u => u.Id).ToPage(query, 10, cancellationToken);
        return page.Select(UserResponse.Row);
    }

    private static async Task<Reply<UserResponse>> GetUser(
        Guid id, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().FindVisible(id, current.Actor, cancellationToken);
        return user is null ? UserRefusals.NotFound
            : user.OutOfReachOf(current.Actor) is { } hidden ? hidden
            : UserResponse.Of(user);
    }

    private static async Task<Reply<UserResponse>> UpdateUser(
        Guid id, UpdateUserRequest request, UserChange change, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await change.Apply(id, request.ToEdit(), current.Actor, cancellationToken)).Select(UserResponse.Of);

    private static async Task<Reply<PasswordChanged>> ChangePassword(
        ChangePasswordRequest request, UserChange change, CurrentActor current, CancellationToken cancellationToken) =>
        (await change.ChangeOwnPassword(
            request.CurrentPassword, request.NewPassword, current.Actor, cancellationToken))
            .Select(_ => new PasswordChanged("Contraseña actualizada. Inicia sesión de nuevo."));

    private static async Task<Reply<UserResponse>> DeactivateUser(
        Guid id, UserChange change, CurrentActor current, CancellationToken cancellationToken) =>
        (await change.Deactivate(id, current.Actor, cancellationToken)).Select(UserResponse.Of);

    private static async Task<Reply<UserResponse>> RestoreUser(
        Guid id, UserAdmission admission, CurrentActor current, CancellationToken cancellationToken) =>
        (await admission.Restore(id, current.Actor, cancellationToken)).Select(UserResponse.Of);
}
