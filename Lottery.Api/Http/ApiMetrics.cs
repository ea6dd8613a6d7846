using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lottery.Api.Http.Protection;

namespace Lottery.Api.Http;

/// <summary>What the API counts of its answers, meter <c>Lottery.Api</c>.</summary>
internal sealed class ApiMetrics : IHostedService
{
    public const string MeterName = "Lottery.Api";

    private readonly Counter<long> _refusals;
    private readonly Counter<long> _rateLimitHits;

    public ApiMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _refusals = meter.CreateCounter<long>("lottery.refusals", description: "Answers that say no, by their code");
        _rateLimitHits = meter.CreateCounter<long>(
            "lottery.rate_limit.hits", description: "Requests turned away because somebody asks too often");
    }

    public void Refused(string code, int status) =>
        _refusals.Add(1, new TagList { { "code", code }, { "status", status } });

    public void RateLimited(string type) => CountHits(type, 1);

    // Once somebody listens: what is known beforehand is counted as nothing, so that a rate sees the first one too.
    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        foreach (var type in RateLimits.Types)
        {
            CountHits(type, 0);
        }

        return Task.CompletedTask;
    }

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void CountHits(string type, long count) => _rateLimitHits.Add(count, new TagList { { "type", type } });
}
