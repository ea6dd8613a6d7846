using System.Text.RegularExpressions;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Persistence.Queries;

/// <summary>A request tells as many statements as are heard on the line: of EF, bare, in batches.</summary>
[TestClass]
public sealed partial class WireTests
{
    [TestMethod]
    public async Task A_request_tells_as_many_statements_as_PostgreSQL_was_told_to_execute()
    {
        var database = await TestPostgres.CreateDatabase();
        await using var tap = new StatementTap(database);
        // Who hears of announcements goes past the tap, and asks from time to time whether somebody is there.
        var host = await ApiHost.Start(tap.Database, settings: $"--ConnectionStrings:LotteryDirect={database}");
        await using (var world = await World.Create(host))
        {
            var banca = await world.Banca();
            var game = await banca.Loteria();
            var sorteoId = await game.OpenSorteo();
            var seller = await banca.Vendedor(await banca.Ventana());
            var jugadas = new[] { new { type = "NUMERO", number = "07", amount = 500 } };
            var sale = new { loteriaId = game.LoteriaId, sorteoId, jugadas };
            await seller.Client.Get("/tickets");

            // The first reads the banca and the draw, and takes a block of numbers on another connection; the third is
            // kept under its key, and the fourth finds it there.
            await Same(() => seller.Client.Post("/tickets", sale), atLeast: 12);
            await Same(() => seller.Client.Post("/tickets", sale), atLeast: 6);
            await Same(() => seller.Client.Post("/tickets", sale, ("Idempotency-Key", "una-venta-una-vez")), atLeast: 7);
            await Same(() => seller.Client.Post("/tickets", sale, ("Idempotency-Key", "una-venta-una-vez")), atLeast: 5);
            await Same(() => seller.Client.Get("/tickets"), atLeast: 2);
            await Same(() => world.Admin.Put($"/loterias/{game.LoteriaId}", new { name = "TICA NUEVA" }), atLeast: 2);
        }

        await TestPostgres.DropDatabase(database);

        async Task Same(Func<Task<Answer>> act, int atLeast)
        {
            var before = tap.Statements;
            var told = int.Parse(
                Count().Match((await act()).Succeeded().Headers["Server-Timing"]).Groups[1].ValueSpan, provider: null);
            Assert.AreEqual(tap.Statements - before, told);
            Assert.IsGreaterThanOrEqualTo(atLeast, told);
        }
    }

    [GeneratedRegex(@"desc=""(\d+) quer")]
    private static partial Regex Count();
}
