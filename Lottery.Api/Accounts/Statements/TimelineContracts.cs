using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Lottery.Api.Http;
using Lottery.Api.Tickets;
using Lottery.Data.Accounts.Statements;
using Lottery.Data.Calendar;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Accounts.Statements;

[ValidatableType]
public sealed record TimelineQuery
{
    /// <summary>banca, ventana or vendedor; refused with a code of its own when it is something else.</summary>
    [StringLength(20, ErrorMessage = Rules.MaxLength)]
    public string? Dimension { get; init; }

    public Guid? BancaId { get; init; }

    public Guid? VentanaId { get; init; }

    public Guid? VendedorId { get; init; }
}

/// <summary>A draw or a movement of a day.</summary>
/// <param name="SorteoId">The draw's id; <c>mov-</c> and the id of a movement.</param>
/// <param name="Time">By the 12-hour clock, followed by a space.</param>
/// <param name="Balance">What it changed the saldo by.</param>
/// <param name="Accumulated">Saldo after it.</param>
/// <param name="ChronologicalIndex">Its place by time, from 1.</param>
public sealed record TimelineResponse(
    string SorteoId,
    string SorteoName,
    DateTimeOffset ScheduledAt,
    DateOnly Date,
    string Time,
    decimal Balance,
    decimal Accumulated,
    decimal SorteoAccumulated,
    int ChronologicalIndex,
    int TotalChronological,
    Guid? LoteriaId,
    string? LoteriaName,
    decimal Sales,
    decimal Payouts,
    decimal ListeroCommission,
    decimal VendedorCommission,
    int TicketCount)
{
    /// <summary>payment, collection, initial_balance or balance_reset; absent for a draw, like all that follows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Amount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Notes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsReversed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The events, newest first; they come oldest first.</summary>
    internal static IReadOnlyList<TimelineResponse> Of(
        IReadOnlyList<TimelineEvent> events, DateOnly day, AccountSelection accounts, BusinessCalendar calendar) =>
        [
            .. events.Select((e, index) => Of(e, day, index + 1, events.Count, accounts, calendar)).Reverse(),
        ];

    private static TimelineResponse Of(
        TimelineEvent e, DateOnly day, int index, int count, AccountSelection accounts, BusinessCalendar calendar)
    {
        var draw = e.Draw;
        var response = new TimelineResponse(
            Id(e, accounts), draw?.Name ?? Label(e.Kind), e.At, day,
            // A wire oddity: terminals cut off the last character.
            calendar.WallClock(e.At).ToString("hh:mmtt ", CultureInfo.InvariantCulture),
            e.Effect, e.Accumulated, e.Accumulated, index, count, draw?.LoteriaId, draw?.LoteriaName, draw?.Sales ?? 0,
            draw?.Payouts ?? 0, draw?.ListeroCommission ?? 0, draw?.VendedorCommission ?? 0, draw?.Tickets ?? 0);
        return e.Kind == TimelineKind.Draw
            ? response
            : response with
            {
                Type = Word(e.Kind),
                Amount = e.Movement?.Amount ?? e.Effect,
                Method = e.Movement is { } movement ? PaymentWords.Of(movement.Method) : null,
                Notes = e.Movement?.Notes,
                IsReversed = e.Movement?.IsReversed ?? false,
                CreatedAt = e.CreatedAt,
            };
    }

    private static string Id(TimelineEvent e, AccountSelection accounts) => e.Kind switch
    {
        TimelineKind.Draw => e.Id!,
        TimelineKind.Opening => $"previous-month-balance-{accounts.Level.ToString().ToLowerInvariant()}-"
            + (accounts.EntityId?.ToString() ?? "all"),
        TimelineKind.Reset => $"reset-{e.Id}",
        _ => $"mov-{e.Id}",
    };

    private static string Word(TimelineKind kind) => kind switch
    {
        TimelineKind.Opening => "initial_balance",
        TimelineKind.Reset => "balance_reset",
        TimelineKind.Payment => "payment",
        _ => "collection",
    };

    private static string Label(TimelineKind kind) => kind switch
    {
        TimelineKind.Opening => "Saldo del mes anterior",
        TimelineKind.Reset => "Saldo puesto en cero",
        TimelineKind.Payment => "Pago recibido",
        _ => "Cobro realizado",
    };
}
