using System.Net.Sockets;
using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>Which failures of the database pass by themselves, and what they are called.</summary>
public static class TransientFailures
{
    /// <summary>
    /// Nobody listens, the name does not resolve, no answer while connecting, or a server that starts or stops.
    /// </summary>
    public const string Unreachable = "DB_UNREACHABLE";

    /// <summary>Connected, and a statement or the wait for a lock took too long.</summary>
    public const string PoolerTimeout = "POOLER_TIMEOUT";

    /// <summary>PgBouncer gave up waiting for a connection to the server.</summary>
    public const string PoolerWaitTimeout = "POOLER_WAIT_TIMEOUT";

    /// <summary>No connection left: of the server, of PgBouncer, or of this process's own pool.</summary>
    public const string PoolerSaturated = "POOLER_SATURATED";

    /// <summary>A connection that was there has ended under us.</summary>
    public const string ConnectionClosed = "CONNECTION_CLOSED";

    /// <summary>The database refused for a reason that does not pass by itself.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Codes =
        [Unreachable, PoolerTimeout, PoolerWaitTimeout, PoolerSaturated, ConnectionClosed, Unknown];

    // Two requests with one key at once: the one that lost finds the winner's answer when it tries again.
    private const string IdempotencyKey = "pk_idempotency_records";

    /// <summary>
    /// The code of a failure to reach or keep the database; <see cref="Unknown"/> for a database failure of another
    /// kind; null when the exception is not about the database at all, or is a client that gave up.
    /// </summary>
    public static string? Classify(Exception failure) => Cause(failure) switch
    {
        null => null,
        PostgresException answered => CodeOf(answered),
        { InnerException: TimeoutException } late => CodeOf(late),
        { InnerException: SocketException } => Unreachable,
        { InnerException: IOException } => ConnectionClosed,
        // Of several servers those that are up are not of the kind that is asked for: a standby before it takes over.
        { InnerException: null or AggregateException } none when none.Message.StartsWith(
            "No suitable host was found", StringComparison.Ordinal) => Unreachable,
        _ => Unknown,
    };

    /// <summary>What the server itself called it, five characters; null when no server said anything.</summary>
    public static string? SqlState(Exception failure) => (Cause(failure) as PostgresException)?.SqlState;

    /// <summary>A race with another transaction, lost: the same statements, sent again, may well succeed.</summary>
    public static bool IsConflict(Exception failure) =>
        SqlState(failure) is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        || ViolatedUnique(failure) == IdempotencyKey;

    /// <summary>
    /// A connection that was refused or lost, told at once. What was waited for in vain is none: to wait again would only
    /// lengthen the queue.
    /// </summary>
    public static bool IsLostConnection(Exception failure) =>
        Cause(failure) is not { InnerException: TimeoutException }
        && Classify(failure) is Unreachable or ConnectionClosed or PoolerSaturated;

    /// <summary>True for text that PostgreSQL cannot keep: a NUL character, or what is not Unicode.</summary>
    public static bool IsUnstorableText(Exception failure) =>
        SqlState(failure) is PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter;

    /// <summary>The constraint that a duplicate ran into, or null when the failure is something else.</summary>
    public static string? ViolatedUnique(Exception failure) =>
        Cause(failure) is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } pg
            ? pg.ConstraintName
            : null;

    /// <summary>
    /// What the database's client threw, however it was wrapped since; null when the exception is not from there, or says
    /// only that whoever asked does not want the answer any more.
    /// </summary>
    internal static NpgsqlException? Cause(Exception? failure) => failure switch
    {
        null => null,
        OperationCanceledException { CancellationToken.IsCancellationRequested: true } => null,
        OperationCanceledException { InnerException: PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } } =>
            null,
        // One host of several, or one task of several, stands for all.
        AggregateException several => several.InnerExceptions.Select(Cause).FirstOrDefault(cause => cause is not null),
        NpgsqlException { InnerException: AggregateException hosts } all => Cause(hosts) ?? all,
        NpgsqlException cause => cause,
        _ => Cause(failure.InnerException),
    };

    // PgBouncer answers with the code of a broken protocol and says in words what it means.
    private static string CodeOf(PostgresException answered) => (answered.SqlState, answered.MessageText) switch
    {
        (_, "query_wait_timeout") => PoolerWaitTimeout,
        ("53300", _) => PoolerSaturated,
        ("08P01", var words) when words.StartsWith("no more connections allowed", StringComparison.Ordinal) =>
            PoolerSaturated,
        // A statement that somebody cancelled by hand counts as one that took too long.
        ("57014" or "55P03", _) or ("08P01", "query_timeout") => PoolerTimeout,
        ("57P03", _) => Unreachable,
        // Told to end, crashed, idle in a transaction, transaction too long, idle.
        ("57P01" or "57P02" or "25P03" or "25P04" or "57P05", _) => ConnectionClosed,
        (['0', '8', ..], _) => ConnectionClosed,
        _ => Unknown,
    };

    // Npgsql throws one type for three waits; only its words tell which. Those of connecting are "The operation has timed
    // out", or those of any reading when a server takes the connection and never speaks: then only the way it came tells.
    private static string CodeOf(NpgsqlException late) => late.Message switch
    {
        var words when words.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal) =>
            PoolerSaturated,
        var words when words.StartsWith("Exception while ", StringComparison.Ordinal) && !IsConnecting(late) =>
            PoolerTimeout,
        _ => Unreachable,
    };

    private static bool IsConnecting(NpgsqlException late) =>
        late.StackTrace?.Contains("NpgsqlConnector.Open(", StringComparison.Ordinal) == true
        || late.StackTrace?.Contains("NpgsqlConnector.<Open>", StringComparison.Ordinal) == true;
}
