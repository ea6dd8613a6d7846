using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Loterias;

/// <summary>Draws that nobody has bought for follow their lotería; a draw with tickets stays.</summary>
[TestClass]
public sealed class CascadeTests
{
    private static World _world = null!;

    private GameWorld _game = null!;
    private Guid _scheduled, _open, _sold, _offByHand, _closed;

    [ClassInitialize]
    public static async Task StartAll(TestContext context) => _world = await World.Create();

    [ClassCleanup]
    public static async Task StopAll() => await _world.DisposeAsync();

    [TestInitialize]
    public async Task Start()
    {
        var banca = await _world.Banca();
        var seller = await banca.Vendedor(await banca.Ventana());
        _game = await banca.Loteria();
        _scheduled = await _game.Sorteo(TimeSpan.FromHours(1));
        _open = await _game.OpenSorteo(TimeSpan.FromHours(2));
        _sold = await _game.OpenSorteo(TimeSpan.FromHours(3));
        await _game.Sell(seller.Client, _sold, _game.Numero("27", 100));
        _offByHand = await _game.Sorteo(TimeSpan.FromHours(4));
        (await _world.Admin.Patch($"/sorteos/{_offByHand}/set-active", new { isActive = false })).Succeeded();
        _closed = await _game.OpenSorteo(TimeSpan.FromHours(5));
        (await _world.Admin.Patch($"/sorteos/{_closed}/close")).Succeeded();
    }

    [TestMethod]
    public async Task Switching_off_and_on_takes_the_unsold_draws_along()
    {
        (await _world.Admin.Patch($"/loterias/{_game.LoteriaId}", new { isActive = false })).Succeeded();
        await AreOff(_scheduled, _open);

        (await _world.Admin.Patch($"/loterias/{_game.LoteriaId}", new { isActive = true })).Succeeded();
        await AreOff();
    }

    [TestMethod]
    public async Task Deleting_and_restoring_takes_the_unsold_draws_along()
    {
        (await _world.Admin.Delete($"/loterias/{_game.LoteriaId}")).Succeeded();
        await AreOff(_scheduled, _open);
        Assert.AreEqual("OPEN", (await Sorteo(_open)).Text("status"));

        (await _world.Admin.Patch($"/loterias/{_game.LoteriaId}/restore")).Succeeded();
        await AreOff();
    }

    [TestMethod]
    public async Task The_trail_says_how_many_followed()
    {
        (await _world.Admin.Patch($"/loterias/{_game.LoteriaId}", new { isActive = false })).Succeeded();

        var lines = await _world.Admin.Get($"/activity-logs?action=LOTERIA_UPDATE&targetId={_game.LoteriaId}");

        Assert.AreEqual(
            2, lines.Json.Rows().Single().GetProperty("details").GetProperty("sorteosAffected").GetInt32());
    }

    [TestMethod]
    public async Task A_draw_switched_on_by_hand_no_longer_follows()
    {
        (await _world.Admin.Patch($"/loterias/{_game.LoteriaId}", new { isActive = false })).Succeeded();
        (await _world.Admin.Patch($"/sorteos/{_scheduled}/set-active", new { isActive = false })).Succeeded();

        (await _world.Admin.Patch($"/loterias/{_game.LoteriaId}", new { isActive = true })).Succeeded();

        Assert.IsFalse((await Sorteo(_scheduled)).GetProperty("isActive").GetBoolean());
    }

    // These follow the lotería; the one that was off before stays off, the others stay on.
    private async Task AreOff(params Guid[] followers)
    {
        foreach (var id in (Guid[])[_scheduled, _open, _sold, _offByHand, _closed])
        {
            var sorteo = await Sorteo(id);
            Assert.AreEqual(!followers.Contains(id) && id != _offByHand, sorteo.GetProperty("isActive").GetBoolean(), sorteo.Text("name"));
            Assert.AreEqual(followers.Contains(id), sorteo.GetProperty("deletedByCascade").GetBoolean(), sorteo.Text("name"));
        }
    }

    private static async Task<JsonElement> Sorteo(Guid id) => (await _world.Admin.Get($"/sorteos/{id}")).Data;
}
