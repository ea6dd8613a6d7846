using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lottery.Data.Persistence.Upgrades;

/// <summary>Brings the database to the version of this program. Only one runs at a time on a database, from whatever
/// host; the others wait for it and find nothing left to do.</summary>
public sealed class DatabaseUpgrade(LotteryDbContext db, IOptions<DatabaseOptions> options)
{
    /// <returns>The migrations that were applied, in order; empty when the database was up to date.</returns>
    /// <exception cref="DatabaseTooNewException">It has a migration that this program does not know. Nothing was done.
    /// </exception>
    public async Task<IReadOnlyList<string>> Run(CancellationToken cancellationToken)
    {
        // Of a session, so past any pooler; it ends with the connection, however this ends.
        await using var turn = new NpgsqlConnection(options.Value.Direct().ConnectionString);
        await turn.OpenAsync(cancellationToken);
        await using (var command = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('lottery upgrade', 0))", turn)
        {
            CommandTimeout = 0,
        })
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        var known = db.Database.GetMigrations().ToHashSet();
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellationToken))
            .Where(name => !known.Contains(name)).Max();
        if (unknown is not null)
        {
            throw new DatabaseTooNewException(unknown);
        }

        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        // A large table takes its time; the bound of a request's statement is not for it.
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        await db.Database.MigrateAsync(cancellationToken);
        return pending;
    }
}

/// <summary>The database was migrated by a newer program. Going back is a restore: what that one wrote, this one would
/// misread.</summary>
public sealed class DatabaseTooNewException(string migration) : Exception(
    $"The database is newer than this program: it has the migration {migration}. Install the newer program.");
