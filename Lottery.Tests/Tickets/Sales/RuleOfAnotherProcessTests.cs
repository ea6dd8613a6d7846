using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Tickets.Sales;

/// <summary>
/// Two processes on one database: what is agreed through one binds the sales of the other well within a second, also
/// when that one has lost the connection on which it hears of changes.
/// </summary>
[TestClass]
public sealed class RuleOfAnotherProcessTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ApiProcess _first = null!;
    private ApiProcess _second = null!;
    private ApiClient _banca = null!;
    private ApiClient _seller = null!;
    private JsonElement _sorteo;

    [TestInitialize]
    public async Task Open()
    {
        _first = await ApiProcess.Start();
        _second = await _first.StartBeside();
        _banca = await _first.LogIn("BANCA");
        _seller = await _first.LogIn("VENDEDOR");
        _sorteo = (await _banca.Get("/sorteos?status=OPEN&pageSize=100")).Json.Rows()
            .Where(row => row.GetProperty("digits").GetInt32() == 2)
            .MaxBy(row => row.Text("scheduledAt"), StringComparer.Ordinal);
        // By now both keep what decides the banca's sales.
        using var there = new ApiClient(_second.Address, _seller.Token);
        (await Sell(_seller, 100)).Succeeded();
        (await Sell(there, 100)).Succeeded();
    }

    [TestCleanup]
    public async Task Close()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task It_binds_the_next_sale_and_frees_it_again(bool isDeaf)
    {
        using var there = new ApiClient(_second.Address, _seller.Token);
        for (var change = 0; change < 5; change++)
        {
            if (isDeaf)
            {
                await CutListeners();
            }

            var rule = (await _banca.Post("/restrictions", new { number = "27", maxAmount = 50 })).Succeeded()
                .Json.Rows()[0].Id();
            var made = Stopwatch.GetTimestamp();
            (await Sell(there, 100)).Refused(HttpStatusCode.BadRequest, "NUMBER_MAXAMOUNT_EXCEEDED");
            Assert.IsLessThan(Second, Stopwatch.GetElapsedTime(made));

            (await _banca.Delete($"/restrictions/{rule}")).Succeeded();
            (await Sell(there, 100)).Succeeded();
        }
    }

    private async Task CutListeners()
    {
        await using var database = NpgsqlDataSource.Create($"{_first.Database};Pooling=false");
        await using var cut = database.CreateCommand(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
                and (query like 'listen %' or query = 'select 1')
            """);
        await ApiProcess.Eventually(
            async () => (long)(await cut.ExecuteScalarAsync())! > 0, () => "Nobody listens for changes.");
    }

    private Task<Answer> Sell(ApiClient seller, decimal amount) => seller.Post("/tickets", new
    {
        loteriaId = _sorteo.Id("loteriaId"),
        sorteoId = _sorteo.Id(),
        jugadas = new[] { new { type = "NUMERO", number = "27", amount } },
    });
}
