using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>Who a request is for. Authentication and tenancy fill it in; from then on every record of the request,
/// which has it as a log scope, says so.</summary>
public sealed class RequestIdentity(string requestId) : LogScope
{
    public string RequestId { get; } = Cleaned(requestId)!;

    public string? UserId { get; set => field = Cleaned(value); }

    public string? BancaId { get; set => field = Cleaned(value); }

    public string? Role { get; set; }

    internal override LogOwner Now => new(UserId, BancaId, RequestId);
}

public static class RequestIdentityFeature
{
    /// <summary>Set for every request before the first middleware of the process's own.</summary>
    public static RequestIdentity RequestIdentity(this HttpContext context) =>
        context.Features.GetRequiredFeature<RequestIdentity>();
}
