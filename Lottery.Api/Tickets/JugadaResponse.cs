using Lottery.Data.Commissions;
using Lottery.Data.Loterias;
using Lottery.Data.Tickets;
using Lottery.Data.Tickets.Exposure;

namespace Lottery.Api.Tickets;

public sealed record JugadaResponse(
    Guid Id,
    Guid TicketId,
    BetType Type,
    string Number,
    string? ReventadoNumber,
    decimal Amount,
    Guid? MultiplierId,
    decimal FinalMultiplierX,
    MultiplierSource MultiplierSource,
    decimal CommissionPercent,
    decimal CommissionAmount,
    CommissionOrigin? CommissionOrigin,
    string? CommissionRuleId,
    decimal ListeroCommissionAmount,
    bool IsExcluded,
    bool IsWinner,
    decimal? Payout)
{
    internal static JugadaResponse Of(Jugada jugada) => new(
        jugada.Id, jugada.TicketId, jugada.Type, jugada.Number,
        jugada.Type == BetType.Reventado ? jugada.Number : null, jugada.Amount, jugada.MultiplierId,
        jugada.FinalMultiplierX, jugada.MultiplierSource, jugada.CommissionPercent, jugada.CommissionAmount,
        jugada.CommissionOrigin, jugada.CommissionRuleId, jugada.ListeroCommissionAmount, jugada.IsExcluded, jugada.IsWinner, jugada.Payout);
}

/// <summary>Says that a rule blocks what was sold.</summary>
public sealed record SaleWarning(
    string Code,
    bool RestrictedButAllowed,
    Guid RuleId,
    string Scope,
    Guid LoteriaId,
    string LoteriaName,
    Guid MultiplierId,
    string MultiplierName,
    string Message)
{
    internal static SaleWarning Of(BlockedBet blocked) => new(
        LimitRefusals.BlockedCode, true, blocked.RuleId, blocked.Scope, blocked.LoteriaId, blocked.LoteriaName,
        blocked.MultiplierId, blocked.MultiplierName, blocked.Message);
}
