using Lottery.ServiceDefaults;

namespace Lottery.Worker;

public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddWorkerServices();
        var app = builder.Build();
        return await app.RunToEnd();
    }
}
