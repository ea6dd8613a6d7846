using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Exposure.Model;

/// <summary>Random rules and exclusions, for the reference and for the product.</summary>
internal sealed class ModelRules(ModelHouse house, Random random)
{
    // 09:00 in Costa Rica, and so it stays: draws are seconds apart.
    private const int Hour = 9;

    private Counter Counter => house.Counter;

    /// <summary>A draw with rules of its own; those of the draw before are gone.</summary>
    public async Task<NaiveDraw> Draw(ModelGame game)
    {
        var sorteo = await Counter.OpenSorteo(game.Game);
        var today = DateOnly.FromDateTime(Counter.World.Now.UtcDateTime);
        await Counter.Host.Execute("update restriction_rules set is_active = false");
        List<NaiveRule> rules = [.. Enumerable.Range(0, random.Next(1, 7)).Select(place => Rule(game, place, today))];
        // A rule of nothing has no effect, and no two rules say the same of the same.
        rules.RemoveAll(rule => rule is { MaxAmount: null, MaxTotal: null, BaseAmount: null, MultiplierId: null });
        rules = [.. rules.DistinctBy(r =>
            (r.BancaId, r.VentanaId, r.UserId, r.Number, r.IsAutoDate, r.MultiplierId, r.PerVendedor, r.Hour, r.Date))];
        foreach (var rule in rules)
        {
            await Insert(rule);
        }

        return new NaiveDraw(
            sorteo, game.Game.LoteriaId, game.Game.ReventadoId, game.AutoDateNumber, Hour, today, rules,
            random.Next(4) == 0 ? [await Exclude(sorteo, game)] : []);
    }

    private NaiveRule Rule(ModelGame game, int place, DateOnly today)
    {
        var scope = random.Next(4);
        var seller = house.Sellers[random.Next(house.Sellers.Count)];
        var number = OneIn(3) ? game.Numbers[random.Next(game.Numbers.Count)] : null;
        var isBlock = OneIn(6);
        decimal? floor = !isBlock && OneIn(3) ? random.Next(1, 8) * 200 : null;
        // Now and then of the other game: then it binds nobody here.
        var of = OneIn(8) ? house.Games.First(other => other != game) : game;
        Guid? multiplier = isBlock || OneIn(2)
            ? random.Next(3) switch { 0 => of.Game.ReventadoId, 1 => of.Cheap, _ => of.Game.NumeroId }
            : null;
        return new NaiveRule(
            Guid.CreateVersion7(), place, scope == 0 ? null : Counter.Banca.Id,
            scope == 2 ? house.VentanaOf(seller).Id : null, scope == 3 ? seller.Id : null,
            isBlock ? null : number, !isBlock && number is null && OneIn(5),
            !isBlock && OneIn(3) ? random.Next(2, 12) * 100 : null,
            !isBlock && OneIn(2) ? random.Next(2, 20) * 150.5m : null,
            floor, floor is not null && OneIn(2) ? random.Next(1, 60) * 0.75m : null,
            !isBlock && scope is 1 or 2 && OneIn(3),
            multiplier is null ? null : of.Game.LoteriaId, multiplier,
            OneIn(5) ? Hour + random.Next(2) : null, OneIn(5) ? today.AddDays(random.Next(2)) : null);
    }

    private async Task<NaiveExclusion> Exclude(Guid sorteo, ModelGame game)
    {
        var seller = house.Sellers[random.Next(house.Sellers.Count)];
        var exclusion = new NaiveExclusion(
            house.VentanaOf(seller).Id, OneIn(2) ? seller.Id : null,
            OneIn(2) ? random.Next(2) == 0 ? game.Cheap : game.Game.ReventadoId : null);
        (await Counter.Admin.Post(
            $"/sorteos/{sorteo}/listas/exclude", exclusion, ("X-Active-Banca-Id", $"{Counter.Banca.Id}"))).Succeeded();
        return exclusion;
    }

    private bool OneIn(int count) => random.Next(count) == 0;

    private Task Insert(NaiveRule rule) => Counter.Host.Execute(
        """
        insert into restriction_rules (id, banca_id, ventana_id, user_id, number, is_auto_date, max_amount, max_total,
            base_amount, sales_percentage, applies_to_vendedor, loteria_id, multiplier_id, applies_to_hour, applies_to_date,
            is_active, created_at, updated_at)
        select x.id, x.banca_id, x.ventana_id, x.user_id, x.number, x.is_auto_date, x.max_amount, x.max_total,
            x.base_amount, x.percentage, x.per_vendedor, x.loteria_id, x.multiplier_id, x.hour, x.date,
            true, now() + x.place * interval '1 second', now()
        from jsonb_to_record($1::jsonb) as x(id uuid, banca_id uuid, ventana_id uuid, user_id uuid, number text,
            is_auto_date boolean, max_amount numeric, max_total numeric, base_amount numeric, percentage numeric,
            per_vendedor boolean, loteria_id uuid, multiplier_id uuid, hour int, date date, place int)
        """,
        JsonSerializer.Serialize(new
        {
            id = rule.Id,
            banca_id = rule.BancaId,
            ventana_id = rule.VentanaId,
            user_id = rule.UserId,
            number = rule.Number,
            is_auto_date = rule.IsAutoDate,
            max_amount = rule.MaxAmount,
            max_total = rule.MaxTotal,
            base_amount = rule.BaseAmount,
            percentage = rule.Percentage,
            per_vendedor = rule.PerVendedor,
            loteria_id = rule.LoteriaId,
            multiplier_id = rule.MultiplierId,
            hour = rule.Hour,
            date = rule.Date,
            place = rule.Order,
        }));
}
