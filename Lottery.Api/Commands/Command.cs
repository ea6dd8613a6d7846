using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Settings;
using Microsoft.Extensions.Options;

namespace Lottery.Api.Commands;

/// <summary>What the program does instead of serving: <c>dotnet Lottery.Api.dll migrate</c>.</summary>
internal static class Command
{
    public static Func<string[], Task<int>>? Named(string name) => name switch
    {
        "migrate" => MigrateCommand.Run,
        "create-admin" => CreateAdminCommand.Run,
        "demo" => DemoCommand.Run,
        HealthProbe.Name => HealthProbe.Run,
        _ => null,
    };

    /// <summary>What follows the option, or null.</summary>
    public static string? ValueOf(string[] args, string option) =>
        Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    /// <summary>Runs against the database, or says in one sentence why not.</summary>
    public static async Task<int> WithServices(string[] args, Func<IServiceProvider, Task<int>> run)
    {
        var builder = Host.CreateApplicationBuilder(args);
        // A command speaks in its own sentences.
        builder.Logging.ClearProviders();
        if (SecretsFolder.AddTo(builder.Configuration) is { } wrong)
        {
            await Console.Error.WriteLineAsync(wrong);
            return 1;
        }

        builder.AddLotteryData();
        using var host = builder.Build();
        try
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Tenant>().EnterAll();
            return await run(scope.ServiceProvider);
        }
        catch (Exception failure)
            when (failure is OptionsValidationException || TransientFailures.Classify(failure) is not null)
        {
            // What only says that something was thrown leaves the saying to what was.
            var telling = failure is InvalidOperationException { InnerException: { } thrown } ? thrown : failure;
            await Console.Error.WriteLineAsync(telling.Message);
            return 1;
        }
    }
}
