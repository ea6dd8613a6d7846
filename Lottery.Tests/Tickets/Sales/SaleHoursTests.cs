using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

/// <summary>The selling hours of a lotería, by the clock on the wall: it is Tuesday, nine in the morning.</summary>
[TestClass]
public sealed class SaleHoursTests
{
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    [DataRow("tuesday", "06:00", "08:59", false)]
    [DataRow("tuesday", "06:00", "09:00", true)]
    [DataRow("tuesday", "09:00", "19:25", true)]
    [DataRow("tuesday", "09:01", "19:25", false)]
    [DataRow("tuesday", null, "08:59", false)]
    [DataRow("tuesday", "09:00", null, true)]
    [DataRow("monday", "06:00", "06:01", true)]
    public async Task Hours_bind_on_their_day_with_both_ends_included(
        string day, string? start, string? end, bool sells)
    {
        var game = await _counter.Banca.Loteria(new
        {
            salesHours = new Dictionary<string, object> { [day] = new { start, end } },
        });
        var sorteo = await game.OpenSorteo();

        Task<Answer> Sell() =>
            _counter.Seller.Client.Post("/tickets", game.Ticket(sorteo, game.Numero("27", 100)));

        if (sells)
        {
            (await Sell()).Succeeded();
        }
        else
        {
            await _counter.Host.RefusedWithoutTrace(Sell, HttpStatusCode.Conflict, "OUTSIDE_SALES_HOURS");
        }
    }
}
