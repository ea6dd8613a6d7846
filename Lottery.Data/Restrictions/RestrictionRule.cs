using Lottery.Data.Activity;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;

namespace Lottery.Data.Restrictions;

/// <summary>
/// A limit, a block or a cutoff that a banca sets on its sales. What it does follows from what is filled in, see
/// <see cref="Kind"/>; whom it binds from the narrowest of user, ventana and banca, see <see cref="Scope"/>.
/// </summary>
public sealed class RestrictionRule : IStamped, IAudited
{
    /// <summary>Longest cutoff that a rule may set, minutes.</summary>
    public const int LongestCutoffMinutes = 30;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Tenant, also of a rule for a ventana or a user; null for a global rule, which binds every banca.</summary>
    public Guid? BancaId { get; set; }

    public Guid? VentanaId { get; set; }

    public Guid? UserId { get; set; }

    /// <summary>The one number it speaks of, as many digits as were typed; null for every number.</summary>
    public string? Number { get; set; }

    /// <summary>The number is the day of month of the draw's business date.</summary>
    public bool IsAutoDate { get; set; }

    /// <summary>Most that one ticket may stake on a number, colones.</summary>
    public decimal? MaxAmount { get; set; }

    /// <summary>Most that the scope may stake on a number in one sorteo, colones.</summary>
    public decimal? MaxTotal { get; set; }

    /// <summary>Floor of the dynamic limit, colones.</summary>
    public decimal? BaseAmount { get; set; }

    /// <summary>The dynamic limit as a share of the scope's sales in the sorteo, 0 to 100; needs a floor.</summary>
    public decimal? SalesPercentage { get; set; }

    /// <summary>Each vendedor of the scope has the limit for itself.</summary>
    public bool AppliesToVendedor { get; set; }

    /// <summary>Minutes before the draw at which sales stop, 0 to <see cref="LongestCutoffMinutes"/>.</summary>
    public int? SalesCutoffMinutes { get; set; }

    /// <summary>Only on this day of the business calendar.</summary>
    public DateOnly? AppliesToDate { get; set; }

    /// <summary>Only during this hour of the wall clock, 0 to 23.</summary>
    public int? AppliesToHour { get; set; }

    /// <summary>With <see cref="MultiplierId"/>: only bets of that lotería with that multiplier.</summary>
    public Guid? LoteriaId { get; set; }

    public Loteria? Loteria { get; private set; }

    public Guid? MultiplierId { get; set; }

    public LoteriaMultiplier? Multiplier { get; private set; }

    /// <summary>Shown when a block refuses a bet.</summary>
    public string? Message { get; set; }

    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    string IAudited.TargetType => "RESTRICTION_RULE";

    Guid? IAudited.TenantId => BancaId;

    /// <summary>Whom it binds.</summary>
    public RestrictionScope Scope =>
        UserId is not null ? RestrictionScope.User
        : VentanaId is not null ? RestrictionScope.Ventana
        : BancaId is not null ? RestrictionScope.Banca
        : RestrictionScope.Global;

    /// <summary>True when it has an amount or a share, whatever it is.</summary>
    public bool HasAmounts => MaxAmount is not null || MaxTotal is not null || BaseAmount is not null
        || SalesPercentage is not null;

    /// <summary>What it does.</summary>
    public RestrictionKind Kind =>
        SalesCutoffMinutes is not null ? RestrictionKind.Cutoff
        : HasAmounts ? RestrictionKind.Limit
        : MultiplierId is not null ? RestrictionKind.Block
        : RestrictionKind.Nothing;

    /// <summary>
    /// Orders the rules of a sale, highest first, which decides whose refusal is told: every rule has to be kept, the
    /// narrow ones are only asked before the wide ones.
    /// </summary>
    public int Priority => (Number is not null || IsAutoDate ? 1000 : 0) + Scope switch
    {
        RestrictionScope.User => 100,
        RestrictionScope.Ventana => 10,
        RestrictionScope.Banca => 1,
        _ => 0,
    };

    /// <summary>True on its day and in its hour, when it names them.</summary>
    public bool IsInForceAt(DateTime wallClock) =>
        (AppliesToDate is null || AppliesToDate == DateOnly.FromDateTime(wallClock))
        && (AppliesToHour is null || AppliesToHour == wallClock.Hour);

    /// <summary>True when it speaks of this seller, given that it is of its banca or of all.</summary>
    public bool Binds(Guid? ventanaId, Guid? userId) => Scope switch
    {
        RestrictionScope.User => UserId == userId,
        RestrictionScope.Ventana => VentanaId == ventanaId,
        _ => true,
    };
}

/// <summary>Whom a rule binds, from all to one.</summary>
public enum RestrictionScope
{
    /// <summary>Every banca, each for itself.</summary>
    Global,
    Banca,
    Ventana,
    User,
}

/// <summary>What a rule does to a sale.</summary>
public enum RestrictionKind
{
    /// <summary>A scope and nothing else: it has no effect.</summary>
    Nothing,

    /// <summary>Sales stop earlier.</summary>
    Cutoff,

    /// <summary>A number takes no more than so much.</summary>
    Limit,

    /// <summary>A multiplier of a lotería is not sold at all.</summary>
    Block,
}
