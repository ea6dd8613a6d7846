using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Tickets;

/// <summary>The filters of the list of tickets.</summary>
internal static class TicketFilter
{
    public static Outcome<IQueryable<Ticket>> Apply(
        IQueryable<Ticket> tickets, ListTicketsQuery query, BusinessCalendar calendar)
    {
        // A sorteo says which day it is: with one, dates count only when they are given.
        var otherwise = query.SorteoId?.Value is null ? "today" : null;
        var token = otherwise is null && query.FromDate is null && query.ToDate is null ? null : query.Date;
        var asked = DateRange.Of(calendar, token, query.FromDate, query.ToDate, otherwise, futureAllowed: false);
        if (asked.IsRefused(out var refusal, out var range))
        {
            return refusal;
        }

        if (range is { From: var from, To: var to })
        {
            tickets = tickets.Where(t => t.BusinessDate >= from && t.BusinessDate <= to);
        }

        return Search(ByState(ByIds(tickets, query), query), query.Search);
    }

    private static IQueryable<Ticket> ByIds(IQueryable<Ticket> tickets, ListTicketsQuery query)
    {
        var (sorteo, loteria) = (query.SorteoId?.Value, query.LoteriaId?.Value);
        var (ventana, vendedor, multiplier) =
            (query.VentanaId?.Value, query.VendedorId?.Value, query.MultiplierId?.Value);
        return tickets
            .Where(t => sorteo == null || t.SorteoId == sorteo)
            .Where(t => loteria == null || t.LoteriaId == loteria)
            .Where(t => ventana == null || t.VentanaId == ventana)
            .Where(t => vendedor == null || t.VendedorId == vendedor)
            .Where(t => multiplier == null || t.Jugadas.Any(j => j.MultiplierId == multiplier))
            .Where(t => query.Number == null || t.Jugadas.Any(j => j.Number == query.Number))
            .Where(t => query.WinningNumber == null
                || t.Jugadas.Any(j => j.IsWinner && j.Number == query.WinningNumber));
    }

    private static IQueryable<Ticket> ByState(IQueryable<Ticket> tickets, ListTicketsQuery query)
    {
        var status = query.Status?.Value;
        tickets = tickets.Where(t => status == null || t.Status == status);
        if (query.WinnersOnly is { Value: true })
        {
            tickets = tickets.Where(t => t.IsWinner);
        }

        return query.IsActive is { Value: var active }
            ? tickets.Where(
                t => (t.Status != TicketStatus.Cancelled && t.Status != TicketStatus.Excluded) == active)
            : tickets;
    }

    private static Outcome<IQueryable<Ticket>> Search(IQueryable<Ticket> tickets, string? text)
    {
        if (text is null)
        {
            return new Outcome<IQueryable<Ticket>>(tickets);
        }

        var pattern = Like.Containing(text);
        return new Outcome<IQueryable<Ticket>>(tickets.Where(t =>
            EF.Functions.ILike(t.TicketNumber, pattern, Like.Escape)
            || EF.Functions.ILike(t.ClienteNombre, pattern, Like.Escape)
            || EF.Functions.ILike(t.Ventana!.Name, pattern, Like.Escape)
            || EF.Functions.ILike(t.Loteria!.Name, pattern, Like.Escape)
            || EF.Functions.ILike(t.Sorteo!.Name, pattern, Like.Escape)));
    }
}
