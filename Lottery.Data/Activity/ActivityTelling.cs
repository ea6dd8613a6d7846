using System.Collections;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lottery.Data.Activity;

/// <summary>
/// Tells of every line of the activity log once it is committed, under the name of its act; and of one that could not be
/// written, with which its act fails. Hears of what a context saves by itself; who writes bare SQL tells it.
/// </summary>
public sealed class ActivityTelling(ActivityMetrics metrics, ILogger<ActivityTelling> log)
    : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private const string Table = "activity_logs";

    private static readonly Dictionary<ActivityType, EventId> Records =
        Enum.GetValues<ActivityType>().ToDictionary(action => action, action => new EventId(0, WireNames.Of(action)));

    // Lines that the running save is writing, and lines that the open transaction has written.
    private readonly ConditionalWeakTable<DbContext, List<ActivityLog>> _saving = [];
    private readonly ConditionalWeakTable<DbContext, List<ActivityLog>> _written = [];

    /// <summary>The line is committed.</summary>
    internal void Kept(ActivityLog line)
    {
        if (log.IsEnabled(LogLevel.Information))
        {
            log.Log(
                LogLevel.Information, Records[line.Action], new ActivityFacts(line), exception: null,
                static (facts, _) => facts.ToString());
        }
    }

    /// <summary>The line could not be written. Its details stay out: they may be what was wrong.</summary>
    internal void Lost(ActivityLog line, PostgresException failure)
    {
        metrics.RowLost(line.Action);
        ActivityTellingLog.Lost(
            log, WireNames.Of(line.Action), line.TargetType, line.TargetId, line.UserId, failure.SqlState);
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var lines = eventData.Context!.ChangeTracker.Entries<ActivityLog>()
            .Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity).ToList();
        _saving.AddOrUpdate(eventData.Context, lines);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        var db = eventData.Context!;
        var lines = Taken(_saving, db);
        if (db.Database.CurrentTransaction is null)
        {
            lines.ForEach(Kept);
        }
        else
        {
            _written.GetOrAdd(db, _ => []).AddRange(lines);
        }

        return ValueTask.FromResult(result);
    }

    public override Task SaveChangesFailedAsync(
        DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        var lines = Taken(_saving, eventData.Context!);
        if (eventData.Exception is DbUpdateException { InnerException: PostgresException failure } && IsOfTheLine(failure))
        {
            lines.ForEach(line => Lost(line, failure));
        }

        return Task.CompletedTask;
    }

    public ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result,
        CancellationToken cancellationToken = default)
    {
        // One that was given up before said so to nobody.
        _ = eventData.Context is { } db ? Taken(_written, db) : null;
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db)
        {
            Taken(_written, db).ForEach(Kept);
        }

        return Task.CompletedTask;
    }

    private static List<ActivityLog> Taken(ConditionalWeakTable<DbContext, List<ActivityLog>> lines, DbContext db)
    {
        var taken = lines.TryGetValue(db, out var found) ? found : [];
        lines.Remove(db);
        return taken;
    }

    // Several statements are sent at once, and a failure does not say which it was. So only what cannot well be another's:
    // a full disk, say, is whose statement met it first.
    internal static bool IsOfTheLine(PostgresException failure) => failure.SqlState switch
    {
        // A trigger; the product's own on other tables name their constraint.
        PostgresErrorCodes.RaiseException => failure.TableName is null or Table,
        PostgresErrorCodes.InsufficientPrivilege => failure.MessageText.Contains(Table, StringComparison.Ordinal),
        ['2', '3', ..] => failure.TableName == Table,
        _ => false,
    };
}

/// <summary>What the record of a committed line says. It is written with every act, so its message has nothing in it
/// that is in its parameters already: each of them would be made text, looked through and sent twice.</summary>
internal sealed class ActivityFacts(ActivityLog line) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string Message = "The activity is kept";

    public int Count => 6;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("activityId", line.Id),
        1 => new("targetType", line.TargetType),
        2 => new("targetId", line.TargetId),
        3 => new("succeeded", line.Succeeded),
        4 => new("actorId", line.UserId),
        5 => new("{OriginalFormat}", Message),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public override string ToString() => Message;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal static partial class ActivityTellingLog
{
    [LoggerMessage(EventName = "SYSTEM_ACTION", Level = LogLevel.Error,
        Message = "The activity {failedToPersistActivity} could not be kept, so it did not happen ({sqlState})")]
    public static partial void Lost(
        ILogger log, string failedToPersistActivity, string? targetType, string? targetId, Guid? actorId,
        string sqlState);
}
