using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Sorteos;

public static class SorteoQueries
{
    /// <summary>The active banca's own draws; with no active banca, every banca's and the global ones.</summary>
    public static IQueryable<Sorteo> InLists(this IQueryable<Sorteo> sorteos, Tenant tenant) =>
        tenant.ActiveBancaId is { } banca ? sorteos.Where(s => s.BancaId == banca) : sorteos;

    /// <summary>Draws that sales may be opened for between two instants, earliest first.</summary>
    public static IQueryable<Sorteo> DueToOpen(
        this IQueryable<Sorteo> sorteos, DateTimeOffset from, DateTimeOffset before) =>
        sorteos.Where(s => s.Status == SorteoStatus.Scheduled && s.IsActive && s.DeletedAt == null
                && s.ScheduledAt >= from && s.ScheduledAt < before)
            .OrderBy(s => s.ScheduledAt);

    /// <summary>
    /// The draw, locked for a change by <paramref name="actor"/>. Another tenant's does not exist; a global one is for
    /// administrators.
    /// </summary>
    public static async Task<Outcome<Sorteo>> SorteoForChange(
        this LotteryDbContext db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await db.TakeTurn(id, alone: true, cancellationToken);
        var sorteo = await db.Sorteos.Locked(id)
            .Include(s => s.Loteria).Include(s => s.ExtraMultiplier)
            .SingleOrDefaultAsync(cancellationToken);
        return sorteo is null ? SorteoRefusals.NotFound
            : sorteo.BancaId is null && actor.Role != Role.Admin ? SorteoRefusals.Global
            : sorteo;
    }

    /// <summary>
    /// True once any ticket was sold for the draw, cancelled ones included. Ask it with the sorteo locked, or a sale
    /// may come in between.
    /// </summary>
    public static Task<bool> HasTickets(this LotteryDbContext db, Guid sorteoId, CancellationToken cancellationToken) =>
        db.Database
            .SqlQuery<bool>($"""select exists (select from tickets where sorteo_id = {sorteoId}) as "Value" """)
            .SingleAsync(cancellationToken);
}
