using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Bancas;
using Lottery.Data.Tickets;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Vendedores;

/// <summary>Sellers under a name of their own: the same accounts, by the same rules, as under users.</summary>
internal static class VendedorEndpoints
{
    public static void MapVendedores(this RouteGroupBuilder api)
    {
        var vendedores = api.MapGroup("/vendedores").WithTags("Vendedores");
        vendedores.MapPost("/", CreateVendedor, AccessMatrix.CreateVendedor)
            .WithSummary("Create a seller at a ventana")
            .Example(new CreateVendedorRequest(Guid.Empty, "007", "Ana Mora", "amora", "una-clave-larga"))
            .Refuses(
                VentanaRefusals.NotFound, BancaRefusals.Inactive, UserRefusals.UsernameTaken, UserRefusals.EmailTaken,
                UserRefusals.CodeTaken, UserRefusals.QuotaExceeded, UserRefusals.PasswordTooShort(10));
        vendedores.MapGet("/", ListVendedores, AccessMatrix.ListVendedores).Strict<ListVendedoresQuery>()
            .WithSummary("List sellers; a ventana sees its own");
        vendedores.MapGet("/{id}", GetVendedor, AccessMatrix.GetVendedor)
            .WithSummary("Get an active seller").Refuses(UserRefusals.NotFound, UserRefusals.Forbidden);
        vendedores.MapMethods("/{id}", ["PUT", "PATCH"], UpdateVendedor, AccessMatrix.UpdateVendedor)
            .WithSummary("Change a seller, or move it to another ventana")
            .Example(new UpdateVendedorRequest { Name = "Ana Mora Solís" })
            .Refuses(
                UserRefusals.NotFound, VentanaRefusals.NotFound, VentanaRefusals.Inactive, BancaRefusals.Inactive,
                UserRefusals.EmailTaken, UserRefusals.CodeTaken, UserRefusals.QuotaExceeded,
                UserRefusals.PasswordTooShort(10));
        vendedores.MapDelete("/{id}", DeactivateVendedor, AccessMatrix.DeactivateVendedor)
            .WithSummary("Deactivate a seller without tickets in play, and end its sessions")
            .Refuses(UserRefusals.NotFound, TicketRefusals.SellerHasTickets);
        vendedores.MapPatch("/{id}/restore", RestoreVendedor, AccessMatrix.RestoreVendedor)
            .WithSummary("Make a seller active again")
            .Refuses(
                UserRefusals.NotFound, UserRefusals.QuotaExceeded, VentanaRefusals.Inactive, BancaRefusals.Inactive);
    }

    private static async Task<CreatedReply<VendedorResponse>> CreateVendedor(
        CreateVendedorRequest request, UserAdmission admission, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken) =>
        await Show(await admission.Create(request.ToNewUser(), current.Actor, cancellationToken), db, cancellationToken);

    private static async Task<PageReply<VendedorResponse>> ListVendedores(
        [AsParameters] ListVendedoresQuery query, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var rows = Sellers(db).Include(u => u.Ventana).VisibleTo(current.Actor)
            .Where(u => query.VentanaId == null || u.VentanaId == query.VentanaId);
        if (query.Search is { } text)
        {
            var pattern = Like.Containing(text);
            rows = rows.Where(u => EF.Functions.ILike(u.Name, pattern, Like.Escape)
                || EF.Functions.ILike(u.Username, pattern, Like.Escape)
                || EF.Functions.ILike(u.Email!, pattern, Like.Escape)
                || EF.Functions.ILike(u.Code!, pattern, Like.Escape));
        }

        var page = await rows.OrderByDescending(u => u.CreatedAt).ThenBy(u => u.Id).ToPage(query, 10, cancellationToken);
        return page.Select(VendedorResponse.Of);
    }

    private static async Task<Reply<VendedorResponse>> GetVendedor(
        Guid id, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var seller = await Sellers(db).Include(u => u.Ventana)
            .SingleOrDefaultAsync(u => u.Id == id && u.IsActive, cancellationToken);
        return seller is null ? UserRefusals.NotFound
            : seller.OutOfReachOf(current.Actor) is { } hidden ? hidden
            : VendedorResponse.Of(seller);
    }

    private static async Task<Reply<VendedorResponse>> UpdateVendedor(
        Guid id, UpdateVendedorRequest request, UserChange change, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken) =>
        await Exists(id, db, cancellationToken)
            ? await Show(
                await change.Apply(id, request.ToEdit(), current.Actor, cancellationToken), db, cancellationToken)
            : UserRefusals.NotFound;

    private static async Task<Reply<VendedorResponse>> DeactivateVendedor(
        Guid id, UserChange change, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        if (!await Exists(id, db, cancellationToken))
        {
            return UserRefusals.NotFound;
        }

        // A ticket sold in this very moment is no harm: it is evaluated and paid whoever sold it.
        return await db.Tickets.AnyAsync(t => t.VendedorId == id && t.Status == TicketStatus.Active, cancellationToken)
            ? TicketRefusals.SellerHasTickets
            : await Show(await change.Deactivate(id, current.Actor, cancellationToken), db, cancellationToken);
    }

    private static async Task<Reply<VendedorResponse>> RestoreVendedor(
        Guid id, UserAdmission admission, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken) =>
        await Exists(id, db, cancellationToken)
            ? await Show(await admission.Restore(id, current.Actor, cancellationToken), db, cancellationToken)
            : UserRefusals.NotFound;

    private static IQueryable<User> Sellers(LotteryDbContext db) =>
        db.Users.AsNoTracking().Where(u => u.Role == Role.Vendedor);

    private static Task<bool> Exists(Guid id, LotteryDbContext db, CancellationToken cancellationToken) =>
        Sellers(db).AnyAsync(u => u.Id == id, cancellationToken);

    private static async Task<Outcome<VendedorResponse>> Show(
        Outcome<User> changed, LotteryDbContext db, CancellationToken cancellationToken)
    {
        if (changed.IsRefused(out var refusal, out var user))
        {
            return refusal;
        }

        await db.Entry(user).Reference(u => u.Ventana).LoadAsync(cancellationToken);
        return VendedorResponse.Of(user);
    }
}
