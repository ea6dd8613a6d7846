using System.ComponentModel.DataAnnotations;
using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Loterias;

/// <summary>What a banca settles for a whole lotería: its own, or one of everybody's for its own counters.</summary>
internal static class LoteriaSettingEndpoints
{
    public static void MapLoteriaSettings(this RouteGroupBuilder api)
    {
        var settings = api.MapGroup("/loterias/{id}/settings").WithTags("Loterias");
        settings.MapGet("/", GetLoteriaSetting, AccessMatrix.GetLoteriaSetting)
            .WithSummary("Get what the banca settled for a lotería; nothing is set until it does")
            .Refuses(LoteriaRefusals.NotFound, BancaRefusals.ContextRequired);
        settings.MapMethods("/", ["PUT", "PATCH"], UpdateLoteriaSetting, AccessMatrix.UpdateLoteriaSetting)
            .WithSummary("Settle the base factor and the limit of a lotería; null clears")
            .Example(new UpdateLoteriaSettingRequest { BaseMultiplierX = 90, MaxTotalPerSorteo = 50_000 })
            .Refuses(LoteriaRefusals.NotFound, BancaRefusals.ContextRequired);
    }

    private static async Task<Reply<LoteriaSettingResponse>> GetLoteriaSetting(
        Guid id, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var loteria = await db.Loterias.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        if ((loteria?.BancaId ?? db.Tenant.ActiveBancaId) is not { } bancaId || loteria is null)
        {
            return loteria is null ? LoteriaRefusals.NotFound : BancaRefusals.ContextRequired;
        }

        var setting = await db.BancaLoteriaSettings.AsNoTracking()
            .SingleOrDefaultAsync(s => s.BancaId == bancaId && s.LoteriaId == id, cancellationToken);
        return LoteriaSettingResponse.Of(setting ?? new BancaLoteriaSetting { BancaId = bancaId, LoteriaId = id });
    }

    private static async Task<Reply<LoteriaSettingResponse>> UpdateLoteriaSetting(
        Guid id, UpdateLoteriaSettingRequest request, LotteryDbContext db, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<BancaLoteriaSetting>("loteria.settle", async ct =>
        {
            var loteria = await db.Loterias.FromSql($"select * from loterias where id = {id} for no key update")
                .TagWith("loteria.lock").SingleOrDefaultAsync(ct);
            if ((loteria?.BancaId ?? db.Tenant.ActiveBancaId) is not { } bancaId || loteria is null)
            {
                return loteria is null ? LoteriaRefusals.NotFound : BancaRefusals.ContextRequired;
            }

            var setting = await db.BancaLoteriaSettings
                .SingleOrDefaultAsync(s => s.BancaId == bancaId && s.LoteriaId == id, ct)
                ?? db.BancaLoteriaSettings.Add(new BancaLoteriaSetting { BancaId = bancaId, LoteriaId = id }).Entity;
            request.ApplyTo(setting);
            db.Record(
                current.Actor, ActivityType.SystemAction, setting, $"Ajustes de la lotería: {loteria.Name}",
                calendar.Now, new { op = "loteria-settings", loteriaId = id });
            return setting;
        }, cancellationToken);
        return outcome.Select(LoteriaSettingResponse.Of);
    }
}

[ValidatableType]
public sealed record UpdateLoteriaSettingRequest : PatchRequest
{
    [Range(0.0001, (double)LoteriaMultiplier.LargestX, ErrorMessage = Rules.Range)]
    public decimal? BaseMultiplierX { get; init => field = Given(value); }

    [Range(0.01, (double)Money.Largest, ErrorMessage = Rules.Range)]
    public decimal? MaxTotalPerSorteo { get; init => field = Given(value); }

    public bool? IsActive { get; init => field = Needed(value); }

    internal void ApplyTo(BancaLoteriaSetting setting)
    {
        setting.BaseMultiplierX = Changed(nameof(BaseMultiplierX), BaseMultiplierX, setting.BaseMultiplierX);
        setting.MaxTotalPerSorteo = Changed(nameof(MaxTotalPerSorteo), MaxTotalPerSorteo, setting.MaxTotalPerSorteo);
        setting.IsActive = IsActive ?? setting.IsActive;
    }
}

/// <param name="MaxTotalPerSorteo">Most on one number in a sorteo, colones.</param>
public sealed record LoteriaSettingResponse(
    Guid BancaId, Guid LoteriaId, decimal? BaseMultiplierX, decimal? MaxTotalPerSorteo, bool IsActive)
{
    internal static LoteriaSettingResponse Of(BancaLoteriaSetting setting) => new(
        setting.BancaId, setting.LoteriaId, setting.BaseMultiplierX, setting.MaxTotalPerSorteo, setting.IsActive);
}
