using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Lottery.Api.Http.Failures;

/// <summary>Writes "who are you" and "not you" through the one error writer.</summary>
internal sealed class Denials : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (authorizeResult.Forbidden)
        {
            return Problems.Write(context, Problems.Forbidden);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Write(
            context,
            context.Features.Get<Problem>()
                ?? (context.Request.Headers.Authorization.Count > 0 ? Problems.InvalidToken : Problems.Unauthenticated));
    }
}
