using System.Net;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets;

/// <summary>What sales leave behind in the database, to show that a refused one leaves nothing.</summary>
internal static class Footprint
{
    /// <summary>Tickets, jugadas, lines of the trail about tickets, and kept keys, counted.</summary>
    public static Task<string> OfSales(ApiHost host) => host.Scalar<string>("""
        select concat_ws(' ',
            (select count(*) from tickets),
            (select count(*) from jugadas),
            (select count(*) from activity_logs where target_type = 'TICKET'),
            (select count(*) from idempotency_records))
        """);

    /// <summary>Fails the test unless the sale is refused like this and the database is as it was.</summary>
    public static async Task RefusedWithoutTrace(
        this ApiHost host, Func<Task<Answer>> sale, HttpStatusCode status, string code)
    {
        var before = await OfSales(host);

        (await sale()).Refused(status, code);

        Assert.AreEqual(before, await OfSales(host));
    }
}
