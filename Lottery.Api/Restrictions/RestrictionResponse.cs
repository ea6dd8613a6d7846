using Lottery.Api.Http;
using Lottery.Data.Loterias;
using Lottery.Data.Restrictions;

namespace Lottery.Api.Restrictions;

/// <summary>A rule as it is shown: of the ids of a scope only the one that it is for.</summary>
public record RestrictionResponse(
    Guid Id,
    Guid? BancaId,
    Guid? VentanaId,
    Guid? UserId,
    string? Number,
    bool IsAutoDate,
    decimal? MaxAmount,
    decimal? MaxTotal,
    decimal? BaseAmount,
    decimal? SalesPercentage,
    bool AppliesToVendedor,
    int? SalesCutoffMinutes,
    DateOnly? AppliesToDate,
    int? AppliesToHour,
    Guid? LoteriaId,
    Guid? MultiplierId,
    string? Message,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    RestrictedPlace? Banca,
    RestrictedPlace? Ventana,
    RestrictedUser? User,
    RestrictedLoteria? Loteria,
    RestrictedMultiplier? Multiplier)
{
    internal static RestrictionResponse Of(
        RestrictionRule rule, RestrictedPlace? banca, RestrictedPlace? ventana, RestrictedUser? user) => new(
        rule.Id,
        rule.Scope == RestrictionScope.Banca ? rule.BancaId : null,
        rule.Scope == RestrictionScope.Ventana ? rule.VentanaId : null,
        rule.UserId, rule.Number, rule.IsAutoDate, rule.MaxAmount, rule.MaxTotal, rule.BaseAmount, rule.SalesPercentage,
        rule.AppliesToVendedor, rule.SalesCutoffMinutes, rule.AppliesToDate, rule.AppliesToHour, rule.LoteriaId,
        rule.MultiplierId, rule.Message, rule.IsActive, rule.CreatedAt, rule.UpdatedAt,
        rule.Scope == RestrictionScope.Banca ? banca : null,
        rule.Scope == RestrictionScope.Ventana ? ventana : null,
        user,
        rule.Loteria is { } loteria ? new RestrictedLoteria(loteria.Id, loteria.Name) : null,
        rule.Multiplier is { } multiplier
            ? new RestrictedMultiplier(multiplier.Id, multiplier.Name, multiplier.ValueX, multiplier.Kind)
            : null);
}

public sealed record RestrictedPlace(Guid Id, string Name, string? Code);

public sealed record RestrictedUser(Guid Id, string Name, string Username, Guid? VentanaId);

public sealed record RestrictedLoteria(Guid Id, string Name);

public sealed record RestrictedMultiplier(Guid Id, string Name, decimal ValueX, BetType Kind);

/// <summary>Rules that differ in their number alone, shown as the one changed last; the numbers joined by commas.</summary>
public sealed record RestrictionGroupResponse : RestrictionResponse
{
    internal RestrictionGroupResponse(RestrictionGroup group, RestrictionResponse first)
        : base(first)
    {
        (GroupKey, Ids, Numbers) = (group.Key, group.Ids, group.Numbers);
        Number = Numbers.Count > 0 ? string.Join(',', Numbers) : null;
    }

    public string GroupKey { get; }

    public IReadOnlyList<Guid> Ids { get; }

    public IReadOnlyList<string> Numbers { get; }
}

/// <summary>As of every list, and <c>pages</c>, by which clients of these two count.</summary>
public sealed record RestrictionPageMeta(int Total, int Page, int PageSize) : Measure
{
    public int TotalPages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public int Pages => TotalPages;

    public bool HasNextPage => Page < TotalPages;

    public bool HasPrevPage => Page > 1;
}
