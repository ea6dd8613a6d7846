using Lottery.Tests.ServiceDefaults;
using Microsoft.AspNetCore.Builder;

namespace Lottery.Tests.ErrorTracking;

/// <summary>A Sentry of each test's own, and processes of ours that report to it.</summary>
public abstract class SentryListening
{
    private protected SentryIngest Sentry { get; private set; } = null!;

    [TestInitialize]
    public async Task Listen() => Sentry = await SentryIngest.Start();

    [TestCleanup]
    public async Task StopListening() => await Sentry.DisposeAsync();

    private protected Task<SampleProcess> Start(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, params string[] settings) =>
        SampleProcess.Start(map, configure, [$"--SENTRY_DSN={Sentry.Dsn}", .. settings]);

    private protected static async Task End(SampleProcess process)
    {
        process.Signal();
        await process.End;
    }
}
