using System.Text.Json.Serialization;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Commissions;
using Lottery.Data.Loterias;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets;
using Lottery.Data.Tickets.Sales;
using Lottery.Data.Users;

namespace Lottery.Api.Tickets;

/// <summary>A ticket as it is shown, on the receipt and everywhere else.</summary>
public sealed record TicketResponse
{
    public required Guid Id { get; init; }

    public required string TicketNumber { get; init; }

    public required DateOnly BusinessDate { get; init; }

    public required Guid BancaId { get; init; }

    public required Guid LoteriaId { get; init; }

    public required Guid SorteoId { get; init; }

    public required Guid VentanaId { get; init; }

    public required Guid VendedorId { get; init; }

    public required decimal TotalAmount { get; init; }

    public required decimal TotalCommission { get; init; }

    public required decimal TotalListeroCommission { get; init; }

    public required TicketStatus Status { get; init; }

    public required bool IsActive { get; init; }

    public required bool IsWinner { get; init; }

    public required decimal TotalPayout { get; init; }

    public required decimal TotalPaid { get; init; }

    public required decimal RemainingAmount { get; init; }

    public required string ClienteNombre { get; init; }

    public required Guid CreatedBy { get; init; }

    public required Role CreatedByRole { get; init; }

    public required bool IsSorteoClosed { get; init; }

    public required int PrintCount { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public Guid? DeletedBy { get; init; }

    public string? DeletedReason { get; init; }

    public string? IdempotencyKey { get; init; }

    public required NamedRow Loteria { get; init; }

    public required TicketSorteo Sorteo { get; init; }

    public required NamedRow Ventana { get; init; }

    public required NamedRow Vendedor { get; init; }

    public NamedRow? CreatedByUser { get; init; }

    public required IReadOnlyList<JugadaResponse> Jugadas { get; init; }

    public required IReadOnlyList<PaymentResponse> PaymentHistory { get; init; }

    /// <summary>Bets that a rule blocks and an administrator sold all the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SaleWarning>? Warnings { get; init; }

    /// <summary>A ticket loaded with everything.</summary>
    internal static TicketResponse Of(
        Ticket ticket, IReadOnlyDictionary<Guid, UserName> names, BusinessCalendar calendar) =>
        From(ticket, ticket.Jugadas) with
        {
            IsSorteoClosed = ticket.Sorteo!.Status == SorteoStatus.Closed,
            Loteria = new NamedRow(ticket.LoteriaId, ticket.Loteria!.Name, null, null),
            Sorteo = TicketSorteo.Of(
                ticket.Sorteo.Id, ticket.Sorteo.Name, ticket.Sorteo.ScheduledAt, WireNames.Of(ticket.Sorteo.Status),
                ticket.Sorteo.WinningNumber, calendar),
            Ventana = new NamedRow(ticket.VentanaId, ticket.Ventana!.Name, ticket.Ventana.Code, null),
            Vendedor = NamedRow.Of(names[ticket.VendedorId]),
            CreatedByUser = NamedRow.Of(names[ticket.CreatedBy]),
            PaymentHistory = [.. ticket.Payments.Select(p => PaymentResponse.Of(p, names))],
        };

    /// <summary>A ticket that was just sold: all of it is at hand.</summary>
    internal static TicketResponse Of(SoldTicket sold, string? idempotencyKey, BusinessCalendar calendar)
    {
        var (sorteo, loteria, seller, ventana) =
            (sold.Facts.Sorteo, sold.Facts.Loteria, sold.Facts.Seller, sold.Facts.Ventana);
        return From(sold.Ticket, sold.Jugadas) with
        {
            IdempotencyKey = idempotencyKey,
            Loteria = new NamedRow(loteria.Id, loteria.Name, null, null),
            Sorteo = TicketSorteo.Of(sorteo.Id, sorteo.Name, sorteo.ScheduledAt, WireNames.Of(sorteo.Status), null, calendar),
            Ventana = new NamedRow(ventana.Id, ventana.Name, ventana.Code, null),
            Vendedor = new NamedRow(seller.Id, seller.Name, seller.Code, null),
            Warnings = sold.Warnings is [] ? null : [.. sold.Warnings.Select(SaleWarning.Of)],
        };
    }

    private static TicketResponse From(Ticket ticket, IEnumerable<Jugada> jugadas) => new()
    {
        Id = ticket.Id,
        TicketNumber = ticket.TicketNumber,
        BusinessDate = ticket.BusinessDate,
        BancaId = ticket.BancaId,
        LoteriaId = ticket.LoteriaId,
        SorteoId = ticket.SorteoId,
        VentanaId = ticket.VentanaId,
        VendedorId = ticket.VendedorId,
        TotalAmount = ticket.TotalAmount,
        TotalCommission = ticket.TotalCommission,
        TotalListeroCommission = ticket.TotalListeroCommission,
        Status = ticket.Status,
        IsActive = ticket.Status is not (TicketStatus.Cancelled or TicketStatus.Excluded),
        IsWinner = ticket.IsWinner,
        TotalPayout = ticket.TotalPayout,
        TotalPaid = ticket.TotalPaid,
        RemainingAmount = ticket.RemainingAmount,
        ClienteNombre = ticket.ClienteNombre,
        CreatedBy = ticket.CreatedBy,
        CreatedByRole = ticket.CreatedByRole,
        IsSorteoClosed = false,
        PrintCount = ticket.PrintCount,
        CreatedAt = ticket.CreatedAt,
        UpdatedAt = ticket.UpdatedAt,
        DeletedAt = ticket.DeletedAt,
        DeletedBy = ticket.DeletedBy,
        DeletedReason = ticket.DeletedReason,
        Loteria = NamedRow.Unknown,
        Sorteo = TicketSorteo.Unknown,
        Ventana = NamedRow.Unknown,
        Vendedor = NamedRow.Unknown,
        Jugadas = [.. jugadas.OrderBy(j => j.Line).Select(JugadaResponse.Of)],
        PaymentHistory = [],
    };
}

/// <summary>What is shown of something that a ticket refers to.</summary>
public sealed record NamedRow(Guid Id, string Name, string? Code, string? Username)
{
    internal static readonly NamedRow Unknown = new(Guid.Empty, "", null, null);

    internal static NamedRow Of(UserName user) => new(user.Id, user.Name, user.Code, user.Username);
}

/// <param name="Name">Name and time by the wall clock.</param>
/// <param name="ScheduledAt">Wall clock time without an offset.</param>
public sealed record TicketSorteo(Guid Id, string Name, string ScheduledAt, string Status, string? WinningNumber)
{
    internal static readonly TicketSorteo Unknown = new(Guid.Empty, "", "", "", null);

    internal static TicketSorteo Of(
        Guid id, string name, DateTimeOffset scheduledAt, string status, string? winningNumber,
        BusinessCalendar calendar) =>
        new(id, name, calendar.Local(scheduledAt), status, winningNumber);
}

/// <summary>The list of tickets, nested as older clients read it.</summary>
public sealed record TicketPage(IReadOnlyList<TicketResponse> Data, Http.PageMeta Meta) : Http.IMeasured
{
    Http.Measure Http.IMeasured.Meta => Meta;
}
