using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>Which failures of the database pass by themselves, and what they are called.</summary>
public static class TransientFailures
{
    public const string Unreachable = "DB_UNREACHABLE";
    public const string PoolerTimeout = "POOLER_TIMEOUT";
    public const string PoolerWaitTimeout = "POOLER_WAIT_TIMEOUT";
    public const string PoolerSaturated = "POOLER_SATURATED";
    public const string ConnectionClosed = "CONNECTION_CLOSED";
    public const string Unknown = "UNKNOWN";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Codes =
        [Unreachable, PoolerTimeout, PoolerWaitTimeout, PoolerSaturated, ConnectionClosed, Unknown];

    // Two requests with one key at once: the one that lost finds the winner's answer when it tries again.
    private const string IdempotencyKey = "pk_idempotency_records";

    /// <summary>
    /// The code of a failure to reach or keep the database; <see cref="Unknown"/> for a database failure of another
    /// kind; null when the exception is not about the database at all.
    /// </summary>
    public static string? Classify(Exception failure) => Cause(failure) switch
    {
        PostgresException { SqlState: "53300" } => PoolerSaturated,
        PostgresException { SqlState: "57P01" or "57P02" } => ConnectionClosed,
        PostgresException { SqlState: "57P03" } => Unreachable,
        PostgresException pg when pg.MessageText.Contains("query_wait_timeout", StringComparison.Ordinal) =>
            PoolerWaitTimeout,
        PostgresException pg when pg.SqlState.StartsWith("08", StringComparison.Ordinal) => ConnectionClosed,
        PostgresException => Unknown,
        NpgsqlException { InnerException: SocketException } => Unreachable,
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => PoolerTimeout,
        NpgsqlException { InnerException: IOException } => ConnectionClosed,
        NpgsqlException => Unreachable,
        SocketException => Unreachable,
        _ => null,
    };

    /// <summary>True when the same statements, sent again, may well succeed: a lost race or a lost connection.</summary>
    public static bool MayPass(Exception failure) => Cause(failure) is PostgresException pg
        ? ViolatedUnique(pg) == IdempotencyKey || pg.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or "57P01" or "53300" || pg.SqlState.StartsWith("08", StringComparison.Ordinal)
        : Classify(failure) is Unreachable or ConnectionClosed;

    /// <summary>True for text that PostgreSQL cannot keep: a NUL character, or what is not Unicode.</summary>
    public static bool IsUnstorableText(Exception failure) =>
        Cause(failure) is PostgresException
        {
            SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter,
        };

    /// <summary>The constraint that a duplicate ran into, or null when the failure is something else.</summary>
    public static string? ViolatedUnique(Exception failure) =>
        Cause(failure) is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } pg
            ? pg.ConstraintName
            : null;

    private static Exception Cause(Exception failure) => failure switch
    {
        DbUpdateException { InnerException: { } inner } => Cause(inner),
        InvalidOperationException { InnerException: NpgsqlException inner } => Cause(inner),
        _ => failure,
    };
}
