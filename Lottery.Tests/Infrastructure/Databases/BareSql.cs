using Npgsql;

namespace Lottery.Tests.Infrastructure.Databases;

/// <summary>Looks straight into a host's database, past everything that the product does in between.</summary>
public static class BareSql
{
    public static async Task<T> Scalar<T>(this ApiHost host, string sql, params object[] values)
    {
        await using var connection = await Open(host);
        await using var command = Command(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task Execute(this ApiHost host, string sql, params object[] values)
    {
        await using var connection = await Open(host);
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<IReadOnlyList<T>> Rows<T>(
        this ApiHost host, Func<NpgsqlDataReader, T> row, string sql, params object[] values)
    {
        await using var connection = await Open(host);
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    internal static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }

    internal static async Task<NpgsqlConnection> Open(ApiHost host)
    {
        var connection = new NpgsqlConnection(host.Database);
        await connection.OpenAsync();
        return connection;
    }
}
