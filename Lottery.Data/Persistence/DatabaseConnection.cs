using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>The connection string with the bounds that every connection of ours has.</summary>
public static class DatabaseConnection
{
    /// <summary>Longest that one statement may run, seconds. Shorter than a request is given.</summary>
    private const int CommandTimeoutSeconds = 10;

    /// <exception cref="OptionsException">There is none, or it is not a connection string.</exception>
    public static string From(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new OptionsException(
                "ConnectionStrings__Lottery is not set: give the PostgreSQL connection string of the database.");
        }

        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            if (!connectionString.Contains("Command Timeout", StringComparison.OrdinalIgnoreCase))
            {
                builder.CommandTimeout = CommandTimeoutSeconds;
            }

            return builder.ConnectionString;
        }
        catch (ArgumentException)
        {
            // The text is not repeated: it may hold a password.
            throw new OptionsException("ConnectionStrings__Lottery is not a PostgreSQL connection string.");
        }
    }
}

/// <summary>A setting that keeps the process from starting; the message is the sentence to show.</summary>
public sealed class OptionsException(string message) : Exception(message);
