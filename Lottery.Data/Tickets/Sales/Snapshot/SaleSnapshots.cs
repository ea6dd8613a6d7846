using System.Collections.Concurrent;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Data.Tickets.Sales.Snapshot;

/// <summary>
/// The snapshots that this process keeps, one for each banca that sells through it. Forgotten when a change is
/// announced, read again by the next sale. Nothing rests on hearing it: a sale compares the versions in its own
/// transaction, so that one which decided by something old is decided anew.
/// </summary>
public sealed class SaleSnapshots
{
    /// <summary>The channel that the triggers announce on; the payload is the banca, the empty id for everybody.</summary>
    private const string Channel = "lottery_sales";

    /// <summary>Draws kept at most; those of a few days for many bancas, and memory is bounded.</summary>
    private const int MostSorteos = 5_000;

    private readonly ConcurrentDictionary<Guid, Lazy<Task<SaleSnapshot?>>> _bancas = [];
    private readonly ConcurrentDictionary<Guid, SorteoFacts> _sorteos = [];
    private readonly IServiceScopeFactory _scopes;

    public SaleSnapshots(Announcements announcements, IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        announcements.Listen(Channel, Hear, ForgetAll);
    }

    /// <summary>The banca's snapshot, read when there is none; null when there is no such banca.</summary>
    public async Task<SaleSnapshot?> Of(Guid bancaId, CancellationToken cancellationToken)
    {
        var reading = _bancas.GetOrAdd(bancaId, id => new Lazy<Task<SaleSnapshot?>>(() => Read(id)));
        try
        {
            // Many may wait for it; one of them going away ends it for nobody else.
            return await reading.Value.WaitAsync(cancellationToken);
        }
        catch when (reading.Value.IsFaulted)
        {
            Forget(bancaId, reading);
            throw;
        }
    }

    /// <summary>The banca's snapshot as the open transaction sees it, whatever this process has heard.</summary>
    public async Task<SaleSnapshot> Now(LotteryDbContext db, Guid bancaId, CancellationToken cancellationToken)
    {
        var counted = await db.SaleVersions.AsNoTracking()
            .Where(v => v.BancaId == bancaId || v.BancaId == Guid.Empty)
            .ToDictionaryAsync(v => v.BancaId, v => v.Version, cancellationToken);
        Learn(
            bancaId, new SaleVersions(counted.GetValueOrDefault(bancaId), counted.GetValueOrDefault(Guid.Empty)), null);
        return await Of(bancaId, cancellationToken)
            ?? throw new InvalidOperationException($"There is no banca {bancaId}, and something of it is there.");
    }

    internal SorteoFacts? Sorteo(Guid id) => _sorteos.GetValueOrDefault(id);

    /// <summary>Takes what a sale found: newer facts of a draw, and versions that the snapshot kept may not have.</summary>
    internal void Learn(Guid bancaId, SaleVersions versions, SorteoFacts? sorteo)
    {
        if (sorteo is not null)
        {
            if (_sorteos.Count >= MostSorteos)
            {
                _sorteos.Clear();
            }

            _sorteos[sorteo.Id] = sorteo;
        }

        if (_bancas.TryGetValue(bancaId, out var kept) && kept.Value is { IsCompletedSuccessfully: true, Result: var snapshot }
            && snapshot?.Versions != versions)
        {
            Forget(bancaId, kept);
        }
    }

    private async Task<SaleSnapshot?> Read(Guid bancaId)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await ActivatorUtilities.CreateInstance<SnapshotReader>(scope.ServiceProvider)
            .Read(bancaId, CancellationToken.None);
    }

    private void Forget(Guid bancaId, Lazy<Task<SaleSnapshot?>> what) =>
        ((ICollection<KeyValuePair<Guid, Lazy<Task<SaleSnapshot?>>>>)_bancas).Remove(new(bancaId, what));

    private void ForgetAll() => _bancas.Clear();

    private void Hear(string announced)
    {
        if (Guid.TryParse(announced, out var banca) && banca != Guid.Empty)
        {
            _bancas.TryRemove(banca, out _);
        }
        else
        {
            ForgetAll();
        }
    }
}
