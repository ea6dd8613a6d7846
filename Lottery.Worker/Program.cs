using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.Management;

namespace Lottery.Worker;

public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [HealthProbe.Name, ..])
        {
            return await HealthProbe.Run(args);
        }

        var builder = Defaults.CreateBuilder(args);
        builder.AddWorkerServices();
        var app = builder.Build();
        return await app.RunToEnd();
    }
}
