using Lottery.Data.Activity;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Users;

namespace Lottery.Data.Tickets.Sales;

/// <summary>A sale that was made, with the names a receipt shows.</summary>
/// <param name="Warnings">Bets that a rule blocks, sold by an administrator all the same.</param>
public sealed record SoldTicket(
    Ticket Ticket, IReadOnlyList<Jugada> Jugadas, SaleFacts Facts, IReadOnlyList<BlockedBet> Warnings)
{
    /// <summary>The ticket that a decision comes to.</summary>
    internal static SoldTicket Of(
        SaleDecision decision, string? clienteNombre, Actor actor, string number, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7();
        var commissions = new SaleCommissions(decision.Facts, now);
        Jugada[] jugadas =
            [.. decision.Bets.Select((bet, index) => Line(id, index + 1, decision, bet, commissions.Of(bet)))];
        var ticket = new Ticket
        {
            Id = id,
            TicketNumber = number,
            BancaId = decision.Account.BancaId,
            LoteriaId = decision.Facts.Loteria.Id,
            SorteoId = decision.Facts.Sorteo.Id,
            VentanaId = decision.Account.VentanaId,
            VendedorId = decision.Account.VendedorId,
            TotalAmount = jugadas.Sum(j => j.Amount),
            TotalCommission = jugadas.Sum(j => j.CommissionAmount),
            TotalListeroCommission = jugadas.Sum(j => j.ListeroCommissionAmount),
            ClienteNombre = string.IsNullOrWhiteSpace(clienteNombre) ? Ticket.AnonymousCustomer : clienteNombre.Trim(),
            BusinessDate = decision.BusinessDate,
            CreatedBy = actor.Id,
            CreatedByRole = actor.Role,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return new SoldTicket(ticket, jugadas, decision.Facts, decision.Warnings);
    }

    /// <summary>The line of the activity log.</summary>
    internal ActivityLog Trail(Actor actor, DateTimeOffset now) => ActivityTrail.Line(
        actor,
        ActivityType.TicketCreate,
        "TICKET",
        Ticket.Id.ToString(),
        Ticket.BancaId,
        new
        {
            before = (object?)null,
            after = new { Ticket.TicketNumber, Ticket.TotalAmount, Ticket.VendedorId, Ticket.SorteoId },
            jugadas = Jugadas.Count,
            description = $"Tiquete vendido: {Ticket.TicketNumber}",
        },
        now);

    private static Jugada Line(
        Guid ticketId, int line, SaleDecision decision, PricedBet bet, SaleCommission commission)
    {
        return new Jugada
        {
            TicketId = ticketId,
            Line = (short)line,
            SorteoId = decision.Account.SorteoId,
            Type = bet.Type,
            Number = bet.Number,
            Amount = bet.Amount,
            MultiplierId = bet.MultiplierId,
            FinalMultiplierX = bet.FinalMultiplierX,
            MultiplierSource = bet.Source,
            CommissionPercent = commission.Percent,
            CommissionAmount = commission.Amount,
            CommissionOrigin = commission.Origin,
            CommissionRuleId = commission.RuleId,
            ListeroCommissionAmount = commission.ListeroAmount,
        };
    }
}
