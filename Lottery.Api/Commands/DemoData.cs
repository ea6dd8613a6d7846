using System.Security.Cryptography;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Commands;

/// <summary>The demo's banca: two ventanas with three sellers each, TICA and MONAZOS, and somebody of every role.</summary>
internal sealed class DemoData(
    LotteryDbContext db,
    UserAdmission admission,
    UserChange change,
    Passwords passwords,
    SorteoSeeding seeding,
    BusinessCalendar calendar)
{
    private const string BancaCode = "DEMO";
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int PasswordLength = 16;
    private static readonly Actor System = Actor.System("demo");

    /// <summary>
    /// True when these users and passwords are of this database: a file may be left from another one.
    /// </summary>
    public async Task<bool> Recognises(IReadOnlyList<DemoUser> users)
    {
        if (users is not [var first, ..])
        {
            return false;
        }

        var hash = await db.Users.Where(u => u.Username == first.Username).Select(u => u.PasswordHash)
            .SingleOrDefaultAsync();
        return await passwords.Verify(hash, first.Password, CancellationToken.None) != PasswordMatch.None;
    }

    /// <summary>Every user of the demo with a fresh password: made when missing, changed when there.</summary>
    public async Task<List<DemoUser>> Users()
    {
        var banca = await Banca();
        var ventanas = new[] { await Ventana(banca, "Ventana Centro", "V01"), await Ventana(banca, "Ventana Norte", "V02") };
        var users = new List<DemoUser>
        {
            await User("admin", "Administración", Role.Admin, null, null),
            await User("banca", "Banca Demo", Role.Banca, banca, null),
        };
        for (var index = 0; index < ventanas.Length; index++)
        {
            var ventana = ventanas[index];
            users.Add(await User($"ventana{index + 1}", ventana.Name, Role.Ventana, banca, ventana));
            for (var seller = 3 * index + 1; seller <= 3 * index + 3; seller++)
            {
                users.Add(await User($"vendedor{seller}", $"Vendedor {seller}", Role.Vendedor, banca, ventana));
            }
        }

        await Loteria(banca, "TICA", 2, """["12:55", "16:30", "19:30"]""");
        await Loteria(banca, "MONAZOS", 3, """["13:05", "16:40", "19:40"]""");
        await db.SorteosAutoConfigs.ExecuteUpdateAsync(change => change
            .SetProperty(config => config.AutoCreateEnabled, true)
            .SetProperty(config => config.AutoOpenEnabled, true)
            .SetProperty(config => config.AutoCloseEnabled, true));
        return users;
    }

    /// <summary>Today's draws to come and tomorrow's, open for sale.</summary>
    public async Task Draws()
    {
        var loterias = await db.Loterias.AsNoTracking()
            .Where(l => db.Bancas.Any(b => b.Id == l.BancaId && b.Code == BancaCode) && l.IsActive).ToListAsync();
        foreach (var loteria in loterias)
        {
            await seeding.Seed(
                loteria.Id, DrawSchedule.Occurrences(loteria, calendar.Today, 2, calendar), System, default);
        }

        var ids = loterias.Select(l => l.Id).ToList();
        var due = await db.Sorteos.Where(s => ids.Contains(s.LoteriaId))
            .DueToOpen(calendar.Now, calendar.BoundsOf(calendar.Today.AddDays(1)).To).ToListAsync();
        foreach (var sorteo in due)
        {
            _ = sorteo.Open();
            db.Record(System, ActivityType.SorteoOpen, sorteo, $"Sorteo abierto: {sorteo.Name}", calendar.Now);
        }

        await db.SaveChangesAsync();
    }

    private async Task<Banca> Banca()
    {
        var banca = await db.Bancas.SingleOrDefaultAsync(b => b.Code == BancaCode);
        if (banca is null)
        {
            banca = new Banca { Name = "Banca Demo", Code = BancaCode };
            await Add(banca, ActivityType.BancaCreate);
        }

        return banca;
    }

    private async Task<Ventana> Ventana(Banca banca, string name, string code)
    {
        var ventana = await db.Ventanas.SingleOrDefaultAsync(v => v.BancaId == banca.Id && v.Code == code);
        if (ventana is null)
        {
            ventana = new Ventana { BancaId = banca.Id, Name = name, Code = code };
            await Add(ventana, ActivityType.VentanaCreate);
        }

        return ventana;
    }

    private async Task<DemoUser> User(string username, string name, Role role, Banca? banca, Ventana? ventana)
    {
        var password = RandomNumberGenerator.GetString(PasswordLetters, PasswordLength);
        var known = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Username == username);
        var outcome = known is null
            ? await admission.Create(
                new NewUser(name, username, password, role) { BancaId = banca?.Id, VentanaId = ventana?.Id },
                System, default)
            : await change.Apply(known.Id, new UserEdit { Password = password }, System, default);
        return outcome.Refusal is { } refusal
            ? throw new InvalidOperationException($"The demo user {username} was refused: {refusal.Message}")
            : new DemoUser(username, password, WireNames.Of(role), banca?.Name, ventana?.Name);
    }

    private async Task Loteria(Banca banca, string name, int digits, string times)
    {
        if (await db.Loterias.AnyAsync(l => l.BancaId == banca.Id && l.Name == name))
        {
            return;
        }

        var loteria = new Loteria { BancaId = banca.Id, Name = name };
        var refusal = loteria.SetRules($$"""
            {
              "digits": {{digits}},
              "drawSchedules": [{ "frequency": "diario", "times": {{times}} }],
              "reventadoConfig": { "enabled": {{(digits == 2 ? "true" : "false")}} },
              "minBetAmount": 100
            }
            """);
        if (refusal is not null)
        {
            throw new InvalidOperationException(refusal.Message);
        }

        await Add(loteria, ActivityType.LoteriaCreate);
        foreach (var (multiplier, x, kind) in Prices(digits))
        {
            var price = new LoteriaMultiplier
            {
                LoteriaId = loteria.Id,
                BancaId = banca.Id,
                Name = multiplier,
                ValueX = x,
                Kind = kind,
            };
            await Add(price, ActivityType.SystemAction);
        }
    }

    private async Task Add(IAudited made, ActivityType action)
    {
        db.Add(made);
        db.Record(System, action, made, "Datos de demostración", calendar.Now);
        await db.SaveChangesAsync();
    }

    private static IEnumerable<(string Name, decimal X, BetType Kind)> Prices(int digits) => digits == 2
        ? [(LoteriaMultiplier.Base, 90, BetType.Numero), ("85x", 85, BetType.Numero), ("Reventado", 200, BetType.Reventado)]
        : [(LoteriaMultiplier.Base, 500, BetType.Numero)];
}
