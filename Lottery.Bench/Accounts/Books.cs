using Lottery.Data;
using Lottery.Data.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lottery.Bench.Accounts;

/// <summary>The verbs that the worker's jobs call, on the bench's database.</summary>
internal sealed class Books : IDisposable
{
    private readonly IHost _host;

    private Books(IHost host) => _host = host;

    public static Books Open(string database)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["ConnectionStrings:Lottery"] = $"{database};Command Timeout=120";
        builder.Logging.ClearProviders();
        builder.AddLotteryData();
        return new Books(builder.Build());
    }

    public async Task Do<T>(Func<T, Task> verb)
        where T : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().EnterAll();
        await verb(scope.ServiceProvider.GetRequiredService<T>());
    }

    public void Dispose() => _host.Dispose();
}
