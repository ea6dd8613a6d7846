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

    private static readonly Dictionary<ActivityType, Action<ILogger, Guid, string?, string?, bool, Guid?, Exception?>>
        Records = Enum.GetValues<ActivityType>().ToDictionary(action => action, action =>
            LoggerMessage.Define<Guid, string?, string?, bool, Guid?>(
                LogLevel.Information, new EventId(0, WireNames.Of(action)),
                "Activity {ActivityId} is kept: {TargetType} {TargetId}, succeeded {Succeeded}, by {ActorId}"));

    // Lines that the running save is writing, and lines that the open transaction has written.
    private readonly ConditionalWeakTable<DbContext, List<ActivityLog>> _saving = [];
    private readonly ConditionalWeakTable<DbContext, List<ActivityLog>> _written = [];

    /// <summary>The line is committed.</summary>
    internal void Kept(ActivityLog line) =>
        Records[line.Action](log, line.Id, line.TargetType, line.TargetId, line.Succeeded, line.UserId, null);

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

internal static partial class ActivityTellingLog
{
    [LoggerMessage(EventName = "SYSTEM_ACTION", Level = LogLevel.Error,
        Message = "The activity {failedToPersistActivity} could not be kept, so it did not happen ({sqlState})")]
    public static partial void Lost(
        ILogger log, string failedToPersistActivity, string? targetType, string? targetId, Guid? actorId,
        string sqlState);
}
