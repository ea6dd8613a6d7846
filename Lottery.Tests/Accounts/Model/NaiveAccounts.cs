using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Tests.Accounts.Model;

/// <summary>
/// What every account has to say, added up line by line in decimal from tickets, movements and what somebody was let off;
/// it knows nothing of entries, days or closings.
/// </summary>
internal sealed class NaiveAccounts
{
    private readonly Dictionary<(AccountKey Account, DateOnly Day), NaiveDay> _days = [];

    /// <summary>Every account that anything happened to.</summary>
    public IEnumerable<AccountKey> Accounts => _days.Keys.Select(key => key.Account).Distinct();

    public static async Task<NaiveAccounts> Read(LotteryDbContext db, IEnumerable<NaiveReset> resets)
    {
        var naive = new NaiveAccounts();
        var tickets = await db.Tickets.AsNoTracking().Include(t => t.Jugadas).Include(t => t.Sorteo).ToListAsync();
        foreach (var ticket in tickets.Where(t => t.Sorteo!.Status == Data.Sorteos.SorteoStatus.Evaluated
            && t.Status is TicketStatus.Evaluated or TicketStatus.Paid))
        {
            naive.Add(ticket);
        }

        foreach (var payment in await db.AccountPayments.AsNoTracking().Where(p => !p.IsReversed).ToListAsync())
        {
            var day = naive.Of(payment.Account, payment.Day);
            if (payment.Type == MovementType.Payment)
            {
                day.Paid += payment.Amount;
            }
            else
            {
                day.Collected += payment.Amount;
            }
        }

        foreach (var reset in resets)
        {
            naive.Of(reset.Account, reset.Day).Reset += reset.Effect;
        }

        return naive;
    }

    /// <summary>What happened on a day; nothing is a day of its own.</summary>
    public NaiveDay On(AccountKey account, DateOnly day) => _days.GetValueOrDefault((account, day)) ?? new NaiveDay();

    /// <summary>Saldo at the end of a day.</summary>
    public decimal Remaining(AccountKey account, DateOnly day, bool ignoreReset = false) => _days
        .Where(entry => entry.Key.Account == account && entry.Key.Day <= day)
        .Sum(entry => entry.Value.Net(account.Level) - (ignoreReset ? entry.Value.Reset : 0));

    private void Add(Ticket ticket)
    {
        foreach (var account in (AccountKey[])[
            new(ticket.BancaId, AccountLevel.Vendedor, ticket.VendedorId),
            new(ticket.BancaId, AccountLevel.Ventana, ticket.VentanaId),
            new(ticket.BancaId, AccountLevel.Banca, ticket.BancaId)])
        {
            var day = Of(account, ticket.BusinessDate);
            day.Tickets++;
            foreach (var line in ticket.Jugadas.Where(line => !line.IsExcluded))
            {
                day.Sales += line.Amount;
                day.Payouts += line.IsWinner ? line.Payout!.Value : 0;
                day.Vendedor += line.CommissionOrigin == Data.Commissions.CommissionOrigin.User ? line.CommissionAmount : 0;
                day.Listero += line.ListeroCommissionAmount;
            }
        }
    }

    private NaiveDay Of(AccountKey account, DateOnly day) =>
        _days.TryGetValue((account, day), out var known) ? known : _days[(account, day)] = new NaiveDay();
}

internal sealed record NaiveReset(AccountKey Account, DateOnly Day, decimal Effect);

internal sealed class NaiveDay
{
    public decimal Sales { get; set; }

    public decimal Payouts { get; set; }

    public decimal Vendedor { get; set; }

    public decimal Listero { get; set; }

    public decimal Paid { get; set; }

    public decimal Collected { get; set; }

    public decimal Reset { get; set; }

    public int Tickets { get; set; }

    public decimal Balance(AccountLevel level) =>
        Sales - Payouts - (level == AccountLevel.Vendedor ? Vendedor : Listero) + Paid - Collected;

    public decimal Net(AccountLevel level) => Balance(level) + Reset;
}
