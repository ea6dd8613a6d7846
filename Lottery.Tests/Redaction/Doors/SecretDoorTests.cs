using System.Text;
using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Otlp;
using Lottery.Tests.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Redaction.Doors;

/// <summary>Hundreds of secrets go in through every door; none comes out at any sink.</summary>
[TestClass]
[TestProperty("Defect", "D-85")]
public sealed class SecretDoorTests
{
    private const int Seed = 20261124;
    private const int Fewest = 200;

    private static readonly string[] Awaited = ["TOLD", "KEPT", "FILED", "FAILED", "NAMED", "REFUSED", "FRAMEWORK",
        "HTTP_REQUEST", "TELEMETRY", "UNHANDLED_ERROR", "OPERATIONAL_ERROR"];

    [TestMethod]
    public async Task No_sink_tells_what_went_in_through_any_door()
    {
        var (json, pretty, mint) = (new MemoryLines(), new MemoryLines(), new SecretMint(Seed));
        string known;
        await using var sentry = await SentryIngest.Start();
        await using var collector = await OtlpReceiver.Start();
        var folder = Directory.CreateTempSubdirectory("lottery-doors-");
        await using (var world = await World.Create(await Host(json, pretty,
            $"--SENTRY_DSN={sentry.Dsn}", "--SENTRY_TRACES_SAMPLE_RATE=1",
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", $"--LogFile:Path={folder.FullName}/doors.log")))
        {
            world.Host.Log.Expect("UNHANDLED_ERROR", "HTTP_REQUEST");
            using var nobody = world.Host.Anonymous();
            LogDoors.Pass(world.Host.Services.GetRequiredService<ILoggerFactory>(), mint);
            await HttpDoors.Pass(world.Admin, nobody, mint);
            ReportDoors.Pass(world.Host.Services.GetRequiredService<ErrorReports>(), mint);
            known = Known(world.Host.Log);
        }

        Assert.IsGreaterThan(Fewest, mint.Made.Count);
        // The loggers really had them: another provider, which keeps what it is given, can tell most of them.
        Assert.IsGreaterThan(Fewest / 2, mint.Made.Count(secret => known.Contains(secret, StringComparison.Ordinal)));
        CollectionAssert.IsSubsetOf(
            Awaited, WrittenRecords.Parse(json.Text).Select(record => record.Text("action")).Distinct().ToList());
        var files = string.Concat(folder.EnumerateFiles().Select(file => File.ReadAllText(file.FullName)));
        folder.Delete(recursive: true);
        var collected = string.Concat(collector.Requests.Select(request => Encoding.UTF8.GetString(request.Body)));
        Assert.Contains("UNHANDLED_ERROR", files);
        Assert.Contains("UNHANDLED_ERROR", collected);
        Assert.IsNotEmpty(collector.Spans.ToList());
        Assert.Contains("UNHANDLED_ERROR", sentry.Everything);
        Assert.Contains(ReportDoors.Action, sentry.Everything);
        FailOnSecrets(
            [.. mint.Made, ApiHost.AccessSecret, ApiHost.RefreshSecret, World.Password],
            ("JSON", json.Text), ("pretty", pretty.Text), ("Sentry", sentry.Everything),
            ("file", files), ("OTLP", collected));
    }

    private static Task<ApiHost> Host(
        MemoryLines json, MemoryLines pretty, params string[] settings) => ApiHost.StartWith(
        builder =>
        {
            var services = builder.Services;
            // The real console would only fill the output of the tests.
            services.Remove(services.First(service => service.ServiceType == typeof(ILogSink)));
            WrittenRecords.WriteTo(services, json, new ProcessIdentity("lottery-api", "1", "host", "Production"));
            WrittenRecords.WriteTo(services, pretty, new ProcessIdentity("lottery-api", "1", "host", "Development"));
        },
        HttpDoors.Map,
        ["--LOG_LEVEL=debug", .. settings]);

    private static string Known(LogWatch log) => string.Join('\n', log.Records.Select(record =>
        $"{record.Message} {string.Join(' ', record.Values.Select(value => value.Value))} {record.Failure}"));

    private static void FailOnSecrets(IReadOnlyList<string> secrets, params (string Name, string Text)[] sinks)
    {
        var found =
            from sink in sinks
            from secret in secrets
            where sink.Text.Contains(secret, StringComparison.OrdinalIgnoreCase)
                || sink.Text.Contains(Uri.EscapeDataString(secret), StringComparison.OrdinalIgnoreCase)
            select $"{sink.Name}: {secret} in {LineOf(sink.Text, secret)}";
        Assert.IsEmpty(found.ToList(), string.Join('\n', found.Take(20)));
    }

    private static string? LineOf(string text, string secret) =>
        text.Split('\n').FirstOrDefault(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
}
