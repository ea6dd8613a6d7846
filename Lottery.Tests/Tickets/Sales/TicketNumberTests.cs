using System.Net;
using System.Text.RegularExpressions;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

[TestClass]
public sealed partial class TicketNumberTests
{
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task Sixty_four_sales_at_once_over_two_hosts_get_numbers_of_their_own()
    {
        var sorteo = await _counter.OpenSorteo();
        var colleague = await _counter.Banca.Vendedor(_counter.VentanaId);
        await using var other = await _counter.SecondHost();
        using var there = await World.LogIn(other, colleague.Username);
        var order = _counter.Game.Ticket(sorteo, _counter.Game.Numero("27", 100));

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(till => Task.Run(
            () => (till % 2 == 0 ? _counter.Seller.Client : there).Post("/tickets", order))));

        var numbers = answers.Select(a => a.Data.Text("ticketNumber")).ToList();
        CollectionAssert.AllItemsAreUnique(numbers);
        foreach (var number in numbers)
        {
            Assert.MatchesRegex(Shape(), number);
            Assert.IsTrue(ChecksOut(number), number);
        }
    }

    [TestMethod]
    public async Task A_number_carries_the_business_date_of_the_draw()
    {
        var tomorrow = await _counter.Game.OpenSorteo(TimeSpan.FromHours(20));

        var sold = (await _counter.Sell(tomorrow, _counter.Game.Numero("27", 100))).Data;

        Assert.AreEqual("2026-10-21", sold.Text("businessDate"));
        Assert.StartsWith("T261021-", sold.Text("ticketNumber"));
    }

    [TestMethod]
    public async Task The_check_digits_catch_a_wrong_digit_and_two_swapped_ones()
    {
        var number = (await _counter.Sell(await _counter.OpenSorteo(), _counter.Game.Numero("27", 100)))
            .Data.Text("ticketNumber");

        for (var at = 0; at < number.Length; at++)
        {
            if (!char.IsAsciiDigit(number[at]))
            {
                continue;
            }

            foreach (var wrong in "0123456789".Where(digit => digit != number[at]))
            {
                var mistyped = $"{number[..at]}{wrong}{number[(at + 1)..]}";
                Assert.IsFalse(ChecksOut(mistyped), mistyped);
            }

            if (at + 1 < number.Length && char.IsAsciiDigit(number[at + 1]) && number[at] != number[at + 1])
            {
                var swapped = $"{number[..at]}{number[at + 1]}{number[at]}{number[(at + 2)..]}";
                Assert.IsFalse(ChecksOut(swapped), swapped);
            }
        }
    }

    [TestMethod]
    public async Task A_date_whose_numbers_are_used_up_sells_no_more()
    {
        var game = await _counter.Banca.Loteria();
        var sorteo = await game.OpenSorteo(TimeSpan.FromDays(2));
        await _counter.Host.Execute("insert into ticket_counters (business_date, last) values ('2026-10-22', 999499)");

        var numbers = new List<string>();
        for (var left = 0; left < 500; left++)
        {
            numbers.Add((await Sell()).Data.Text("ticketNumber"));
        }

        StringAssert.StartsWith(numbers[^1], "T261022-999999-");
        await _counter.Host.RefusedWithoutTrace(Sell, HttpStatusCode.Conflict, "TICKET_NUMBERS_EXHAUSTED");

        Task<Answer> Sell() => _counter.Seller.Client.Post("/tickets", game.Ticket(sorteo, game.Numero("27", 100)));
    }

    // ISO 7064 MOD 97-10, digit by digit as the standard's recursive method says.
    private static bool ChecksOut(string number) =>
        number.Where(char.IsAsciiDigit).Aggregate(0, (rest, digit) => ((rest * 10) + (digit - '0')) % 97) == 1;

    [GeneratedRegex("^T261020-[0-9]{6}-[0-9]{2}$")]
    private static partial Regex Shape();
}
