using Lottery.Api.Http.Failures;
using Lottery.Data;
using Lottery.Data.Bancas;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Users;
using Lottery.Data.Users.Sessions;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Http;

/// <summary>
/// Decides, after authentication, whose rows the request may see. No tenant means 403, never "everything".
/// </summary>
internal sealed class TenantEntry(RequestDelegate next)
{
    public const string ActiveBanca = "X-Active-Banca-Id";
    public const string Fallback = "X-Banca-Context-Fallback";

    public async Task InvokeAsync(HttpContext context, CurrentActor current, Tenant tenant)
    {
        var request = context.RequestIdentity();
        var isPublic = context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (!isPublic && context.Features.Get<Identity>() is { } identity)
        {
            if ((await Banca(context, identity)).IsRefused(out var refusal, out var banca))
            {
                await Problems.Write(context, Problems.Of(refusal));
                return;
            }

            if (banca is { } id)
            {
                tenant.Enter(id);
            }
            else
            {
                tenant.EnterAll();
            }

            request.BancaId = banca?.ToString();
            current.SessionId = identity.SessionId;
            current.Actor = new Actor(
                identity.UserId, identity.Role, banca, identity.VentanaId, request.RequestId)
            {
                IpAddress = context.Connection.RemoteIpAddress?.ToString(),
            };
        }
        else
        {
            current.Actor = Actor.Nobody(request.RequestId) with
            {
                IpAddress = context.Connection.RemoteIpAddress?.ToString(),
            };
        }

        QueryTally.Current?.BeginData();
        await next(context);
    }

    private static async Task<Outcome<Guid?>> Banca(HttpContext context, Identity identity)
    {
        var asked = Guid.TryParse(context.Request.Headers[ActiveBanca], out var id) ? id : (Guid?)null;
        switch (identity.Role)
        {
            case Role.Admin:
                // A view filter: a banca that is not there filters nothing for who may see everything anyway.
                return asked is { } view && await IsActive(view, context) ? view : (Guid?)null;

            case Role.Banca:
                if (identity.Bancas.Count == 0)
                {
                    return BancaRefusals.NoneAssigned;
                }

                if (asked is { } chosen && identity.Bancas.Contains(chosen))
                {
                    return chosen;
                }

                var own = identity.BancaId is { } home && identity.Bancas.Contains(home) ? home : identity.Bancas[0];
                if (asked is not null)
                {
                    context.Response.Headers[Fallback] = own.ToString();
                }

                return own;

            default:
                return identity.BancaId is { } where ? (Guid?)where : BancaRefusals.NoneAssigned;
        }
    }

    // The only question here that needs a context of the database; every other request is spared one.
    private static Task<bool> IsActive(Guid bancaId, HttpContext context) =>
        context.RequestServices.GetRequiredService<LotteryDbContext>().Bancas
            .IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .AnyAsync(b => b.Id == bancaId && b.IsActive, context.RequestAborted);
}

/// <summary>The actor of the request, for handlers.</summary>
internal sealed class CurrentActor
{
    private Actor? _actor;

    /// <summary>The session that the request's token names; empty for a public operation.</summary>
    public Guid SessionId { get; set; }

    public Actor Actor
    {
        get => _actor ?? throw new InvalidOperationException("No tenant was entered for this request.");
        set => _actor = value;
    }
}
