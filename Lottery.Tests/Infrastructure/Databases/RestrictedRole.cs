using System.Diagnostics;
using Npgsql;

namespace Lottery.Tests.Infrastructure.Databases;

/// <summary>The role that the processes log in with, which owns nothing; the tests' own user owns every database.</summary>
public static class RestrictedRole
{
    public const string Name = "lottery_test_app";
    private const string Password = "of-the-tests-alone";

    /// <summary>Grants the role what <c>migrate</c> grants, and gives its connection string.</summary>
    public static async Task<string> On(string database)
    {
        await Create(database);
        var (code, output) = await Migrate(database, "--app-role", Name);
        Assert.AreEqual(0, code, output);
        return For(database, Name);
    }

    /// <summary>The connection string of a role made here.</summary>
    public static string For(string database, string name) =>
        new NpgsqlConnectionStringBuilder(database) { Username = name, Password = Password }.ConnectionString;

    /// <summary>Roles are the server's, so that another test may have made it.</summary>
    public static Task Create(string database, string name = Name) => Execute(database, $"""
        do $$ begin
            create role "{name}" login password '{Password}';
        exception when duplicate_object or unique_violation then null;
        end $$
        """);

    /// <summary>The command as an administrator runs it.</summary>
    public static async Task<(int Code, string Output)> Migrate(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Lottery.Api.dll"), "migrate", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ConnectionStrings__Lottery"] = database },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    public static async Task<int> Execute(string database, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = BareSql.Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> Scalar<T>(string database, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = BareSql.Command(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
