using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Closings;
using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Tests.Accounts.Model;

/// <summary>
/// Random months of several bancas, told by the product over HTTP and by a reference that adds everything up each time.
/// LOTTERY_MODEL_SECONDS says for how long, LOTTERY_MODEL_SEED which of them.
/// </summary>
[TestClass]
public sealed class AccountModelTests
{
    private const int StepsOfALook = 60;

    // Two months: longer than that nobody stays logged in.
    private static readonly DateOnly Last = new(2026, 12, 12);

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("LOTTERY_MODEL_SECONDS") ?? "40", CultureInfo.InvariantCulture));

    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("LOTTERY_MODEL_SEED") ?? "20261126", CultureInfo.InvariantCulture);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [TestProperty("Defect", "ACC-1")]
    [TestProperty("Defect", "ACC-2")]
    [TestProperty("Defect", "ACC-3")]
    [TestProperty("Defect", "ACC-4")]
    [TestProperty("Defect", "ACC-7")]
    [TestProperty("Defect", "ACC-8")]
    [TestProperty("Defect", "ACC-9")]
    public async Task Every_statement_saldo_and_closing_is_what_the_reference_says()
    {
        var clock = Stopwatch.StartNew();
        var done = new Dictionary<string, int>();
        var random = new Random(Seed);
        for (var games = 0; games == 0 || clock.Elapsed < Length; games++)
        {
            await using var months = await ModelMonths.Open(random);
            while (months.Today < Last && (games == 0 || clock.Elapsed < Length))
            {
                for (var step = 0; step < StepsOfALook && months.Today < Last; step++)
                {
                    await months.Step();
                }

                await Compare(months);
            }

            foreach (var (what, count) in months.Done)
            {
                done[what] = done.GetValueOrDefault(what) + count;
            }
        }

        TestContext.WriteLine($"Seed {Seed}: {string.Join(", ", done)}");
        foreach (var act in (string[])[
            "sold", "cancelled", "evaluated", "reverted", "moved money", "took back", "let off", "settled", "re-opened",
            "closed", "refused", "moved a vendedor"])
        {
            Assert.IsGreaterThan(0, done.GetValueOrDefault(act), act);
        }
    }

    private static async Task Compare(ModelMonths months)
    {
        var naive = await months.World.Host.InDatabase(db => NaiveAccounts.Read(db, months.Resets));
        foreach (var account in months.Known.Select(known => known.Account).Distinct())
        {
            await CompareStatement(months, naive, account);
        }

        foreach (var banca in months.Bancas)
        {
            await CompareAll(months, naive, banca.Id);
        }

        await CompareClosings(months, naive);
        await AccountWorld.Reconciles(months.World.Host);
    }

    private static async Task CompareStatement(ModelMonths months, NaiveAccounts naive, AccountKey account)
    {
        var ids = account.Level switch
        {
            AccountLevel.Vendedor => $"&vendedorId={account.EntityId}",
            AccountLevel.Ventana => $"&ventanaId={account.EntityId}",
            _ => "",
        };
        foreach (var ignoreReset in (bool[])[true, false])
        {
            var hiddenBefore = !ignoreReset && account.VendedorId is { } id && months.ResetOn.TryGetValue(id, out var day)
                ? day
                : DateOnly.MinValue;
            var rows = await Rows(
                months, account.Level, $"&bancaId={account.BancaId}{ids}{(ignoreReset ? "&ignoreReset=true" : "")}");
            Assert.HasCount(
                months.Today.DayNumber - Max(hiddenBefore, ModelMonths.First).DayNumber + 1, rows, $"{account}");
            foreach (var row in rows)
            {
                CompareDay(months, naive, account, row, ignoreReset);
            }
        }
    }

    private static void CompareDay(
        ModelMonths months, NaiveAccounts naive, AccountKey account, JsonElement row, bool ignoreReset)
    {
        var day = DateOnly.Parse(row.Text("date"), CultureInfo.InvariantCulture);
        var expected = naive.On(account, day);
        var said = $"{account} on {day}, {ignoreReset}: {row}";
        Assert.AreEqual(
            (expected.Sales, expected.Payouts, expected.Vendedor, expected.Listero, expected.Paid, expected.Collected),
            (row.Money("totalSales"), row.Money("totalPayouts"), row.Money("vendedorCommission"),
                row.Money("listeroCommission"), row.Money("totalPaid"), row.Money("totalCollected")),
            said);
        Assert.AreEqual(expected.Tickets, row.GetProperty("ticketCount").GetInt32(), said);
        Assert.AreEqual(expected.Balance(account.Level), row.Money("balance"), said);
        Assert.AreEqual(naive.Remaining(account, day, ignoreReset), row.Money("remainingBalance"), said);
        Assert.AreEqual(
            !months.Known.Contains((account, day)), row.Text("id").StartsWith("gap-", StringComparison.Ordinal), said);
        var even = expected.Tickets > 0 && naive.Remaining(account, day) == 0 && (expected.Paid > 0 || expected.Collected > 0);
        var locked = months.Known.Contains((account, day))
            && months.SettledThrough.TryGetValue(account, out var through) && day <= through;
        Assert.AreEqual(even || locked, row.GetProperty("isSettled").GetBoolean(), said);
    }

    // Everybody together, with those who had nothing to do.
    private static async Task CompareAll(ModelMonths months, NaiveAccounts naive, Guid bancaId)
    {
        foreach (var level in Enum.GetValues<AccountLevel>())
        {
            var accounts = months.Known.Select(known => known.Account).Distinct()
                .Where(account => account.BancaId == bancaId && account.Level == level).ToList();
            foreach (var row in await Rows(months, level, $"&bancaId={bancaId}"))
            {
                var day = DateOnly.Parse(row.Text("date"), CultureInfo.InvariantCulture);
                Assert.AreEqual(
                    accounts.Sum(account => naive.Remaining(account, day)), row.Money("remainingBalance"), $"{level} {day}");
                Assert.AreEqual(
                    accounts.Sum(account => naive.On(account, day).Balance(level)), row.Money("balance"), $"{level} {day}");
            }
        }
    }

    private static async Task CompareClosings(ModelMonths months, NaiveAccounts naive)
    {
        var closings = await months.World.Host.InDatabase(db => db.MonthlyClosings.AsNoTracking().ToListAsync());
        var expected = (
            from month in months.Closed
            from account in months.Known.Where(known => known.Day < month.AddMonths(1)).Select(known => known.Account).Distinct()
            let opening = naive.Remaining(account, month.AddDays(-1))
            let closing = naive.Remaining(account, month.AddMonths(1).AddDays(-1))
            select (month, account, opening, closing - opening, closing)).ToHashSet();
        var stored = closings.Select(Told).ToHashSet();
        Assert.IsEmpty(expected.Except(stored).ToList(), "missing");
        Assert.IsEmpty(stored.Except(expected).ToList(), "wrong");
    }

    private static (DateOnly, AccountKey, decimal, decimal, decimal) Told(MonthlyClosing c) =>
        (c.Month, new AccountKey(c.BancaId, c.Level, c.EntityId), c.Opening, c.Net, c.Closing);

    private static async Task<IReadOnlyList<JsonElement>> Rows(ModelMonths months, AccountLevel level, string which) =>
        (await months.World.Admin.Get(
            $"/accounts/statement?scope=all&dimension={level.ToString().ToLowerInvariant()}{which}&date=range"
            + $"&fromDate={ModelMonths.First:yyyy-MM-dd}&toDate={months.Today:yyyy-MM-dd}")).Data.Rows("statements");

    private static DateOnly Max(DateOnly one, DateOnly other) => one > other ? one : other;
}
