using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Lottery.Tests.Accounts;

/// <summary>An installation that evaluated draws before there were accounts.</summary>
[TestClass]
public sealed class OlderDrawsTests
{
    private const string BeforeAccounts = "20261126000003_Jobs";

    private const string Days = """
        select concat_ws(' ', level, entity_id, day, sales, payouts, vendedor_commission, listero_commission, tickets, net,
            remaining)
        from account_statements order by 1
        """;

    [TestMethod]
    public async Task Their_draws_are_posted_when_it_is_migrated()
    {
        await using var world = await AccountWorld.Open();
        await world.Draw(1_000, 100);
        var later = await world.Draw(2_000, 0, time: "14:00");
        world.Go("2026-10-22");
        await world.Draw(3_000, 500);
        (await world.Admin.Patch($"/sorteos/{later}/revert-evaluation", new { reason = "Otro número" })).Succeeded();
        var host = world.Counter.Host;
        var posted = await host.Rows(row => row.GetString(0), Days);

        await Migrate(BeforeAccounts);
        await Migrate(null);

        CollectionAssert.AreEqual(posted.ToList(), (await host.Rows(row => row.GetString(0), Days)).ToList());
        Assert.AreEqual(800m + 2_200m, (await world.Day("vendedor", "2026-10-22")).Money("remainingBalance"));
        (await world.Admin.Patch($"/sorteos/{later}/evaluate", new { winningNumber = "27" })).Succeeded();
        Assert.AreEqual(800m + 1_800m, (await world.Day("vendedor", "2026-10-20")).Money("remainingBalance"));

        Task<int> Migrate(string? to) => host.InDatabase(async db =>
        {
            await db.GetService<IMigrator>().MigrateAsync(to);
            return 0;
        });
    }
}
