using System.Text.Json.Nodes;
using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Data;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Commissions;
using Lottery.Data.Loterias;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Commissions;

/// <summary>The commissions agreed with a banca, a ventana or a user. Nobody writes their own.</summary>
internal static class CommissionPolicyEndpoints
{
    private static readonly AgreeCommissionsRequest Example = new(new PolicyDocument(
        1, Moment.At(new DateTimeOffset(2026, 1, 1, 6, 0, 0, TimeSpan.Zero)),
        Moment.At(new DateTimeOffset(2027, 1, 1, 5, 59, 59, TimeSpan.Zero)), 8,
        [new PolicyRule(Guid.Empty, BetType.Numero, new FactorRange(85, 85), 12.5m)]));

    public static void MapCommissionPolicies(this RouteGroupBuilder api)
    {
        var policies = api.MapGroup("").WithTags("Commissions");
        policies.MapGet("/bancas/{id}/commission-policy", GetBancaCommissions, AccessMatrix.GetBancaCommissions)
            .WithSummary("Get what was agreed with a banca").Refuses(BancaRefusals.NotFound);
        policies.MapPut("/bancas/{id}/commission-policy", AgreeWithBanca, AccessMatrix.AgreeWithBanca)
            .WithSummary("Agree commissions with a banca; null takes them away")
            .Example(Example)
            .Refuses(BancaRefusals.NotFound, LoteriaRefusals.NotFound);
        policies.MapGet("/ventanas/{id}/commission-policy", GetVentanaCommissions, AccessMatrix.GetVentanaCommissions)
            .WithSummary("Get what was agreed with a ventana")
            .Refuses(VentanaRefusals.NotFound, VentanaRefusals.NotYours);
        policies.MapPut("/ventanas/{id}/commission-policy", AgreeWithVentana, AccessMatrix.AgreeWithVentana)
            .WithSummary("Agree commissions with a ventana; null takes them away")
            .Example(Example)
            .Refuses(VentanaRefusals.NotFound, LoteriaRefusals.NotFound);
        policies.MapGet("/users/{id}/commission-policy", GetUserCommissions, AccessMatrix.GetUserCommissions)
            .WithSummary("Get what was agreed with a user: oneself, or somebody below in one's reach")
            .Refuses(UserRefusals.NotFound, UserRefusals.Forbidden);
        policies.MapPut("/users/{id}/commission-policy", AgreeWithUser, AccessMatrix.AgreeWithUser)
            .WithSummary("Agree commissions with a user below in one's reach; null takes them away")
            .Example(Example)
            .Refuses(UserRefusals.NotFound, UserRefusals.Forbidden, LoteriaRefusals.NotFound);
    }

    private static async Task<Reply<PlacePolicyResponse>> GetBancaCommissions(
        Guid id, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var banca = await db.Bancas.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, cancellationToken);
        return banca is null
            ? BancaRefusals.NotFound
            : Of(banca) with
            {
                CommissionPolicyJson = await db.Explained(banca.CommissionPolicyJson, cancellationToken),
            };
    }

    private static async Task<Reply<PlacePolicyResponse>> AgreeWithBanca(
        Guid id, AgreeCommissionsRequest request, CommissionAgreement agreement, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken) =>
        (await agreement.WithBanca(
            id, request.CommissionPolicyJson?.ToPolicy(calendar), current.Actor, cancellationToken)).Select(Of);

    private static async Task<Reply<PlacePolicyResponse>> GetVentanaCommissions(
        Guid id, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var ventana = await db.Ventanas.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, cancellationToken);
        return ventana is null ? VentanaRefusals.NotFound
            : ventana.HiddenFrom(current.Actor) is { } hidden ? hidden
            : Of(ventana) with
            {
                CommissionPolicyJson = await db.Explained(ventana.CommissionPolicyJson, cancellationToken),
            };
    }

    private static async Task<Reply<PlacePolicyResponse>> AgreeWithVentana(
        Guid id, AgreeCommissionsRequest request, CommissionAgreement agreement, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken) =>
        (await agreement.WithVentana(
            id, request.CommissionPolicyJson?.ToPolicy(calendar), current.Actor, cancellationToken)).Select(Of);

    private static async Task<Reply<UserPolicyResponse>> GetUserCommissions(
        Guid id, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().FindVisible(id, current.Actor, cancellationToken);
        return user is null ? UserRefusals.NotFound
            : user.OutOfReachOf(current.Actor) is { } hidden ? hidden
            : Of(user) with
            {
                CommissionPolicyJson = await db.Explained(user.CommissionPolicyJson, cancellationToken),
            };
    }

    private static async Task<Reply<UserPolicyResponse>> AgreeWithUser(
        Guid id, AgreeCommissionsRequest request, CommissionAgreement agreement, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken) =>
        (await agreement.WithUser(
            id, request.CommissionPolicyJson?.ToPolicy(calendar), current.Actor, cancellationToken)).Select(Of);

    private static PlacePolicyResponse Of(Banca banca) =>
        new(banca.Id, banca.Name, banca.Code, Document(banca.CommissionPolicyJson));

    private static PlacePolicyResponse Of(Ventana ventana) =>
        new(ventana.Id, ventana.Name, ventana.Code, Document(ventana.CommissionPolicyJson));

    private static UserPolicyResponse Of(User user) =>
        new(user.Id, user.Name, user.Username, user.Role, Document(user.CommissionPolicyJson));

    private static JsonNode? Document(string? stored) => stored is null ? null : JsonNode.Parse(stored);
}
