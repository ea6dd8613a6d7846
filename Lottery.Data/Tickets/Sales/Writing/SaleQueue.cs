using Lottery.Data.Persistence.Queries;
using Lottery.Data.Tickets.Exposure;

namespace Lottery.Data.Tickets.Sales.Writing;

/// <summary>
/// Lets a few sales of a draw into the database at once. Those that come meanwhile wait in the process, holding nothing,
/// and go in together, as one transaction: the more there are, the less each of them costs. A sale that meets nobody is
/// written at once and alone.
/// </summary>
/// <param name="write">Writes sales of the same grounds; says of each, in their order, what became of it.</param>
internal sealed class SaleQueue(
    int mostGroups, Func<IReadOnlyList<WrittenSale>, CancellationToken, Task<IReadOnlyList<SaleEnd>>> write)
{
    /// <summary>Bounds how long a group takes, and how much of it has to be written again when one of it is refused.</summary>
    private const int MostTogether = 16;

    private readonly Lock _turn = new();
    private readonly List<WaitingSale> _waiting = [];
    private int _groups;

    /// <summary>Sales that wait now.</summary>
    public int Length
    {
        get
        {
            lock (_turn)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>
    /// What became of the sale. Given up while it waits, it was never written; once it is being written, only its end
    /// says what became of it.
    /// </summary>
    public async Task<SaleRefusal?> Write(WrittenSale sale, CancellationToken cancellationToken)
    {
        var mine = new WaitingSale(sale, cancellationToken);
        if (!GoesIn(mine))
        {
            await using var leaving = cancellationToken.Register(() => Leave(mine));
            if (await mine.Turn.Task == QueuePart.Member)
            {
                return (await mine.End.Task).Read();
            }
        }

        return await Lead(mine);
    }

    private bool GoesIn(WaitingSale mine)
    {
        lock (_turn)
        {
            if (_groups < mostGroups)
            {
                _groups++;
                return true;
            }

            _waiting.Add(mine);
            return false;
        }
    }

    private async Task<SaleRefusal?> Lead(WaitingSale mine)
    {
        var group = GroupOf(mine);
        try
        {
            using var everybody = new EverybodyLeft(group);
            QueryTally.AskTogether([.. group.Select(one => one.Tally).OfType<QueryTally>()]);
            var ends = await write([.. group.Select(one => one.Sale)], everybody.Token);
            for (var place = 0; place < group.Count; place++)
            {
                group[place].End.SetResult(ends[place]);
            }
        }
        catch (Exception failure)
        {
            group.ForEach(one => one.End.TrySetResult(new SaleEnd(Refusal: null, failure)));
        }
        finally
        {
            Next();
        }

        return (await mine.End.Task).Read();
    }

    // Mine, and those that waited for the same draw and were decided by the same facts.
    private List<WaitingSale> GroupOf(WaitingSale mine)
    {
        List<WaitingSale> group = [mine];
        lock (_turn)
        {
            for (var place = 0; place < _waiting.Count && group.Count < MostTogether;)
            {
                var other = _waiting[place];
                if (other.Sale.Grounds == mine.Sale.Grounds)
                {
                    _waiting.RemoveAt(place);
                    group.Add(other);
                }
                else
                {
                    place++;
                }
            }
        }

        group.RemoveAll(one => one != mine && !one.Turn.TrySetResult(QueuePart.Member));
        return group;
    }

    // The place of a group goes to who has waited longest; who left meanwhile is passed over.
    private void Next()
    {
        lock (_turn)
        {
            while (_waiting is [var first, ..])
            {
                _waiting.RemoveAt(0);
                if (first.Turn.TrySetResult(QueuePart.Leader))
                {
                    return;
                }
            }

            _groups--;
        }
    }

    private void Leave(WaitingSale one)
    {
        if (one.Turn.TrySetCanceled(one.Left))
        {
            lock (_turn)
            {
                _waiting.Remove(one);
            }
        }
    }
}
