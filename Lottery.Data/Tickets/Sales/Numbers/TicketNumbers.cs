using System.Collections.Concurrent;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lottery.Data.Tickets.Sales.Numbers;

/// <summary>
/// Gives out ticket numbers. A process takes a block of a date's numbers in a transaction of its own and hands them
/// out from memory, so that sellers never queue on a counter; what is left of a block when the process ends is a gap.
/// </summary>
public sealed class TicketNumbers(IOptions<DatabaseOptions> options, QueryWatch watch) : IAsyncDisposable
{
    /// <summary>Every seller waits while a block is taken, so it lasts half a second at the fastest.</summary>
    private const int BlockSize = 500;

    // Its own few connections: a sale that needs a new block holds one of the others, and when all of those wait for
    // the block, the block must not wait for one of them.
    private readonly NpgsqlDataSource _database = watch.Watched(
        new NpgsqlConnectionStringBuilder(options.Value.Bounded().ConnectionString) { MinPoolSize = 0, MaxPoolSize = 2 })
        .Named("ticket-numbers").Build();

    private readonly ConcurrentDictionary<DateOnly, Block> _blocks = new();

    /// <summary>The next free sequence of <paramref name="businessDate"/>, or null when all 999 999 are given out.</summary>
    public async ValueTask<int?> Next(DateOnly businessDate, CancellationToken cancellationToken)
    {
        var block = _blocks.GetOrAdd(businessDate, _ => new Block());
        if (block.TryTake(out var sequence))
        {
            return sequence;
        }

        await block.Refilling.WaitAsync(cancellationToken);
        try
        {
            while (!block.TryTake(out sequence))
            {
                if (await Reserve(businessDate, cancellationToken) is not { } last)
                {
                    return null;
                }

                block.Refill(last - BlockSize + 1, last);
            }

            return sequence;
        }
        finally
        {
            block.Refilling.Release();
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<int?> Reserve(DateOnly businessDate, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("""
            -- ticket.numbers
            insert into ticket_counters as c (business_date, last) values ($1, $2)
            on conflict (business_date) do update set last = c.last + $2 where c.last + $2 <= $3
            returning last
            """);
        command.Parameters.Add(new() { Value = businessDate });
        command.Parameters.Add(new() { Value = BlockSize });
        command.Parameters.Add(new() { Value = TicketNumber.LastSequence });
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private sealed class Block
    {
        // Both ends in one word, so that a take never mixes two blocks.
        private long _range = Pack(1, 0);

        public SemaphoreSlim Refilling { get; } = new(1, 1);

        public bool TryTake(out int sequence)
        {
            while (true)
            {
                var range = Volatile.Read(ref _range);
                var (next, last) = ((int)(range >> 32), (int)range);
                sequence = next;
                if (next > last)
                {
                    return false;
                }

                if (Interlocked.CompareExchange(ref _range, Pack(next + 1, last), range) == range)
                {
                    return true;
                }
            }
        }

        public void Refill(int first, int last) => Volatile.Write(ref _range, Pack(first, last));

        private static long Pack(int next, int last) => ((long)next << 32) | (uint)last;
    }
}
