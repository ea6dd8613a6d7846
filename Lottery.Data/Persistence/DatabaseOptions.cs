using System.Data.Common;
using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>Where the database is. Connection string <c>Lottery</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Name of the connection string: <c>ConnectionStrings__Lottery</c> in the environment.</summary>
    public const string ConnectionName = "Lottery";

    /// <summary>Name of the connection string that goes past a pooler: <c>ConnectionStrings__LotteryDirect</c>.</summary>
    public const string DirectConnectionName = "LotteryDirect";

    /// <summary>Key of <see cref="SlowQuery"/> in the configuration.</summary>
    public const string SlowQueryKey = "Database:SlowQuery";

    /// <summary>Longest that one statement may run when the connection string does not say. Shorter than a request.</summary>
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longest wait for a connection when the connection string does not say, be it to a server that does not answer or
    /// for one of the pool that is free. With the statement's it is no longer than a request.
    /// </summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest that the server is given to say what became of a statement that was called off. A sale's commit travels
    /// with it: the answer is what the server says, done or undone, not what the clock says.
    /// </summary>
    private static readonly TimeSpan CancellationTimeout = TimeSpan.FromSeconds(10);

    public string ConnectionString { get; set; } = "";

    /// <summary>Past a pooler, for what needs one connection for long. The same as the other when not set.</summary>
    public string? DirectConnectionString { get; set; }

    /// <summary>
    /// A query that takes as long is told of. Longer than any statement may run turns that off; there is no word for it.
    /// </summary>
    public TimeSpan SlowQuery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether a pooler stands between: there is a way past it, or connections are not reset, which would confuse one.
    /// </summary>
    internal bool IsPooled =>
        DirectConnectionString is not null || new NpgsqlConnectionStringBuilder(ConnectionString).NoResetOnClose;

    /// <summary>What is wrong with it, as a sentence that does not repeat it: it may hold a password. Else null.</summary>
    internal string? Wrong()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            return "ConnectionStrings__Lottery is not set: give the PostgreSQL connection string of the database.";
        }

        if (SlowQuery <= TimeSpan.Zero)
        {
            return $"{SlowQueryKey} must be longer than zero; 1.00:00:00, a day, turns the records off.";
        }

        return Wrong(ConnectionName, ConnectionString)
            ?? (DirectConnectionString is { } direct ? Wrong(DirectConnectionName, direct) : null);
    }

    private static string? Wrong(string name, string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is null
                ? $"ConnectionStrings__{name} names no host."
                : null;
        }
        catch (ArgumentException)
        {
            return $"ConnectionStrings__{name} is not a PostgreSQL connection string.";
        }
    }

    /// <summary>One connection past any pooler, kept for long, that notices when the other end has gone.</summary>
    internal NpgsqlConnectionStringBuilder Direct() =>
        new(WithoutKerberos(DirectConnectionString ?? ConnectionString))
        {
            Pooling = false,
            Timeout = (int)ConnectTimeout.TotalSeconds,
            ApplicationName = "lottery announcements",
        };

    /// <summary>The connection string with the bounds that every connection of ours has.</summary>
    internal NpgsqlConnectionStringBuilder Bounded()
    {
        var given = new NpgsqlConnectionStringBuilder(WithoutKerberos(ConnectionString));
        // Npgsql's builder says of every keyword that it knows it; the plain one knows what was written.
        var written = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
        if (!written.ContainsKey("Command Timeout") && !written.ContainsKey("CommandTimeout"))
        {
            given.CommandTimeout = (int)CommandTimeout.TotalSeconds;
        }

        if (!written.ContainsKey("Timeout"))
        {
            given.Timeout = (int)ConnectTimeout.TotalSeconds;
        }

        if (!written.ContainsKey("Cancellation Timeout") && !written.ContainsKey("CancellationTimeout"))
        {
            given.CancellationTimeout = (int)CancellationTimeout.TotalMilliseconds;
        }

        // Nothing of ours leaves anything behind in a session, so there is nothing to reset, seven statements each time.
        given.NoResetOnClose = true;
        return given;
    }

    // Encryption by Kerberos is for who asks for it: where its library is not installed, as in small images, trying it writes
    // a line beside the records.
    private static string WithoutKerberos(string connectionString)
    {
        var written = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!written.ContainsKey("GSS Encryption Mode") && !written.ContainsKey("GssEncryptionMode"))
        {
            written["GSS Encryption Mode"] = nameof(GssEncryptionMode.Disable);
        }

        return written.ConnectionString;
    }
}
