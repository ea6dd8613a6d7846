using Lottery.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lottery.Api.Commands;

/// <summary>What the program does instead of serving: <c>dotnet Lottery.Api.dll migrate</c>.</summary>
internal static class Command
{
    public static Func<string[], Task<int>>? Named(string name) => name switch
    {
        "migrate" => MigrateCommand.Run,
        "create-admin" => CreateAdminCommand.Run,
        "demo" => DemoCommand.Run,
        _ => null,
    };

    /// <summary>Runs against the database, or says in one sentence why not.</summary>
    public static async Task<int> WithServices(string[] args, Func<IServiceProvider, Task<int>> run)
    {
        var builder = Host.CreateApplicationBuilder(args);
        // A command speaks in its own sentences.
        builder.Logging.ClearProviders();
        builder.AddLotteryData();
        using var host = builder.Build();
        try
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Data.Persistence.Tenant>().EnterAll();
            return await run(scope.ServiceProvider);
        }
        catch (Exception failure) when (failure is OptionsValidationException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
