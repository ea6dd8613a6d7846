using System.Diagnostics;
using System.Globalization;
using System.Net;
using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZLogger;

namespace Lottery.Bench.Logging;

/// <summary>What the record of a request costs whoever logs it: ours, with everything that makes it safe, beside plain
/// ZLogger with its own JSON. Both inside the scope of a request, into a place that takes lines at once.</summary>
internal static class LoggingBench
{
    private const int Batch = 4_000;
    private const int Rounds = 60;
    private const int Discarded = 10;

    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.7");

    public static int Run()
    {
        var identity = new RequestIdentity("01999999-7777-7aaa-8bbb-0123456789ab")
        {
            UserId = Guid.CreateVersion7().ToString(),
            BancaId = Guid.CreateVersion7().ToString(),
        };
        var (plainLines, ourLines) = (new Lines(), new Lines());
        using var plain = LoggerFactory.Create(logging => logging.AddZLoggerStream(plainLines, options =>
        {
            options.IncludeScopes = true;
            options.UseJsonFormatter();
        }));
        using var ours = LoggerFactory.Create(logging =>
        {
            var process = new ProcessIdentity("lottery-bench", "1.2.3", "host", "Production");
            logging.AddRecordPipeline(process);
            logging.Services.AddSingleton(services =>
                LogRecords.ConsoleOf(process, ourLines, services.GetRequiredService<LogLosses>()));
        });

        var floor = new Cost("plain ZLogger", plain.CreateLogger("Lottery.Bench"), plainLines, PlainRecord);
        var cost = new Cost("our record", ours.CreateLogger("Lottery.Bench"), ourLines, OurRecord);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var one in (Cost[])[floor, cost])
            {
                one.Measure(identity, keep: round >= Discarded);
            }
        }

        Console.WriteLine($"{Batch} records a round, {Rounds - Discarded} rounds by turns, on the thread that logs");
        floor.Show();
        cost.Show();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio {cost.Nanoseconds / floor.Nanoseconds:0.00} of the time (target: under 2000 ns), {cost.Bytes - floor.Bytes:0.0} bytes more"));
        return 0;
    }

    private static void PlainRecord(ILogger log) => PlainLog.Request(
        log, "POST", "/api/v1/tickets/", "/api/v1/tickets", 200, 12.3, 512, 2048, "203.0.113.7",
        "terminal/2.4.1 (android 14)");

    private static void OurRecord(ILogger log) => RequestLog.Request(
        log, LogLevel.Information, "POST", "/api/v1/tickets/", "/api/v1/tickets", 200, 12.3, 512, 2048, Address,
        "terminal/2.4.1 (android 14)");

    private sealed class Cost(string name, ILogger log, Lines lines, Action<ILogger> record)
    {
        private readonly List<(double Nanoseconds, double Bytes, double Cpu)> _rounds = [];
        private long _logged;

        public double Nanoseconds => Median(round => round.Nanoseconds);

        public double Bytes => Median(round => round.Bytes);

        public void Measure(RequestIdentity identity, bool keep)
        {
            using var scope = log.BeginScope(identity);
            var cpu = Environment.CpuUsage.TotalTime;
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            for (var number = 0; number < Batch; number++)
            {
                record(log);
            }

            var elapsed = Stopwatch.GetElapsedTime(began);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            _logged += Batch;
            lines.Await(_logged);
            if (keep)
            {
                var spent = Environment.CpuUsage.TotalTime - cpu;
                _rounds.Add((elapsed.TotalNanoseconds / Batch, (double)bytes / Batch, spent.TotalMicroseconds / Batch));
            }
        }

        public void Show() => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-14} {Nanoseconds,6:0} ns  {Bytes,6:0.0} bytes  {Median(round => round.Cpu),6:0.0} µs of processor in all, the writing included"));

        private double Median(Func<(double Nanoseconds, double Bytes, double Cpu), double> figure) =>
            _rounds.Select(figure).Order().ElementAt(_rounds.Count / 2);
    }
}
