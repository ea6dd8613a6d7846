using Lottery.Data;
using Lottery.Data.Users.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api;

/// <summary>The queries of the door: every request passes them, so the first one shall not wait for their making.</summary>
internal static class DoorQueries
{
    public static async Task Run(IServiceProvider services, CancellationToken cancellationToken)
    {
        _ = await services.GetRequiredService<LotteryDbContext>().Bancas.AnyAsync(cancellationToken);
        _ = await services.GetRequiredService<Identities>().Of(Guid.Empty, Guid.Empty, cancellationToken);
    }
}
