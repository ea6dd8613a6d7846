using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Loterias;

[TestClass]
public sealed class LoteriaCascadeTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Switched_off_it_takes_only_the_draws_that_nobody_bought_for()
    {
        var game = await _banca.Loteria();
        var seller = await _banca.Vendedor(await _banca.Ventana());
        var (sold, unsold) = (await game.OpenSorteo(), await game.OpenSorteo(TimeSpan.FromHours(5)));
        await game.Sell(seller.Client, sold, game.Numero("27", 500));

        await SwitchTo(game, isActive: false);
        Assert.AreEqual((true, false), (await IsActive(sold), await IsActive(unsold)));

        await SwitchTo(game, isActive: true);
        Assert.AreEqual((true, true), (await IsActive(sold), await IsActive(unsold)));
    }

    [TestMethod]
    public async Task A_sale_in_flight_keeps_its_draw()
    {
        var game = await _banca.Loteria();
        var ventana = await _banca.Ventana();
        var seller = await _banca.Vendedor(ventana);
        var sorteo = await game.OpenSorteo();

        // The sale has the sorteo and waits for the ventana, which its ticket refers to.
        await using var connection = new NpgsqlConnection(_world.Host.Database);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, "select from ventanas where id = $1 for update", ventana);
        var sale = game.Sell(seller.Client, sorteo, game.Numero("27", 500));
        await Waiting(1);
        var off = SwitchTo(game, isActive: false);
        await Waiting(2);
        await transaction.RollbackAsync();

        await sale;
        await off;
        Assert.IsTrue(await IsActive(sorteo));
    }

    private static async Task SwitchTo(GameWorld game, bool isActive) =>
        (await _world.Admin.Patch($"/loterias/{game.LoteriaId}", new { isActive })).Succeeded();

    private static async Task<bool> IsActive(Guid sorteo) =>
        (await _world.Admin.Get($"/sorteos/{sorteo}")).Data.GetProperty("isActive").GetBoolean();

    private static Task Waiting(int sessions) => ApiProcess.Eventually(
        async () =>
        {
            await using var connection = new NpgsqlConnection(_world.Host.Database);
            await connection.OpenAsync();
            return await Execute(
                connection,
                "select count(*) = $1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
                sessions) is true;
        },
        () => $"There are no {sessions} sessions that wait for a row.");

    private static async Task<object?> Execute(NpgsqlConnection connection, string sql, object value)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
        return await command.ExecuteScalarAsync();
    }
}
