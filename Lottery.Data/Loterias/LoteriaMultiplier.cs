using Lottery.Data.Activity;
using Lottery.Data.Persistence;

namespace Lottery.Data.Loterias;

/// <summary>
/// A payout factor of a lotería. NUMERO: one of the price list from which a seller picks. REVENTADO: an outcome that
/// the draw may bring, chosen at evaluation.
/// </summary>
public sealed class LoteriaMultiplier : IStamped, IAudited
{
    /// <summary>Name of the multiplier that a bet takes when it names none.</summary>
    public const string Base = "Base";

    /// <summary>Highest factor taken, so that stake × factor always fits a money column.</summary>
    public const decimal LargestX = 9999.99m;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid LoteriaId { get; init; }

    public Loteria? Loteria { get; private set; }

    /// <summary>Banca of the lotería; null for a template's.</summary>
    public Guid? BancaId { get; init; }

    /// <summary>Unique among the active multipliers of the lotería.</summary>
    public required string Name { get; set; }

    /// <summary>Prize per colón staked, above 0.</summary>
    public required decimal ValueX { get; set; }

    public required BetType Kind { get; set; }

    /// <summary>When set, it pays only in that sorteo.</summary>
    public Guid? AppliesToSorteoId { get; set; }

    /// <summary>When set, it is for draws of that business date only.</summary>
    public DateOnly? AppliesToDate { get; set; }

    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    string IAudited.TargetType => "LOTERIA_MULTIPLIER";

    Guid? IAudited.TenantId => BancaId;

    /// <summary>True when the multiplier may be used in the sorteo drawn on <paramref name="businessDate"/>.</summary>
    public bool AppliesTo(Guid sorteoId, DateOnly businessDate) =>
        (AppliesToSorteoId is null || AppliesToSorteoId == sorteoId)
        && (AppliesToDate is null || AppliesToDate == businessDate);
}
