using System.Data.Common;
using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>Where the database is. Connection string <c>Lottery</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Name of the connection string: <c>ConnectionStrings__Lottery</c> in the environment.</summary>
    public const string ConnectionName = "Lottery";

    /// <summary>Longest that one statement may run when the connection string does not say. Shorter than a request.</summary>
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(10);

    public string ConnectionString { get; set; } = "";

    /// <summary>What is wrong with it, as a sentence that does not repeat it: it may hold a password. Else null.</summary>
    internal string? Wrong()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            return "ConnectionStrings__Lottery is not set: give the PostgreSQL connection string of the database.";
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(ConnectionString).Host is null
                ? "ConnectionStrings__Lottery names no host."
                : null;
        }
        catch (ArgumentException)
        {
            return "ConnectionStrings__Lottery is not a PostgreSQL connection string.";
        }
    }

    /// <summary>The connection string with the bounds that every connection of ours has.</summary>
    internal NpgsqlConnectionStringBuilder Bounded()
    {
        var given = new NpgsqlConnectionStringBuilder(ConnectionString);
        // Npgsql's builder says of every keyword that it knows it; the plain one knows what was written.
        var written = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
        if (!written.ContainsKey("Command Timeout") && !written.ContainsKey("CommandTimeout"))
        {
            given.CommandTimeout = (int)CommandTimeout.TotalSeconds;
        }

        return given;
    }
}
