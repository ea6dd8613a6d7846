using System.Net;
using Lottery.Tests.Activity;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets;

[TestClass]
public sealed class PrintTests
{
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task Every_print_counts_also_of_a_cancelled_ticket_and_is_in_the_trail()
    {
        var ticket = await Sold();

        for (var prints = 1; prints <= 3; prints++)
        {
            var printed = await Print(_counter.Seller.Client, ticket);
            Assert.AreEqual(prints, printed.Data.GetProperty("printCount").GetInt32());
            var line = await _counter.Host.LineOf(printed);
            Assert.AreEqual(("TICKET_REPRINT", _counter.Seller.Id), (line.Action, line.UserId));
            Assert.AreEqual(
                (prints - 1, prints),
                (line.Before.GetProperty("printCount").GetInt32(), line.After.GetProperty("printCount").GetInt32()));
            (await _counter.Seller.Client.Patch($"/tickets/{ticket}/{(prints == 2 ? "restore" : "cancel")}")).Succeeded();
        }
    }

    [TestMethod]
    public async Task Sixteen_prints_at_once_count_sixteen()
    {
        var ticket = await Sold();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => Print(_counter.Seller.Client, ticket))));

        Assert.IsTrue(answers.All(a => a.Status == HttpStatusCode.OK));
        Assert.AreEqual(
            16, (await _counter.Admin.Get($"/tickets/{ticket}")).Data.GetProperty("printCount").GetInt32());
    }

    [TestMethod]
    public async Task A_ticket_is_printed_by_its_people_only()
    {
        var ticket = await Sold();
        var (colleague, listero) = (
            await _counter.Banca.Vendedor(_counter.VentanaId), await _counter.Banca.Listero(_counter.VentanaId));
        var stranger = await (await _counter.World.Banca()).Administrator();

        (await Print(listero.Client, ticket)).Succeeded();
        (await Print(colleague.Client, ticket)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await Print(stranger.Client, ticket)).Refused(HttpStatusCode.NotFound, "TICKET_NOT_FOUND");
    }

    private static async Task<Guid> Sold() => await _counter.Game.Sell(
        _counter.Seller.Client, await _counter.OpenSorteo(), _counter.Game.Numero("27", 100));

    private static Task<Answer> Print(ApiClient client, Guid ticket) => client.Post($"/tickets/{ticket}/print");
}
