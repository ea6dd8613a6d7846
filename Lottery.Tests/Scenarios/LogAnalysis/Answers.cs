using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Scenarios.LogAnalysis;

/// <summary>What each command of the page has to say about a night, by its comment; in any order.</summary>
internal sealed class Answers(BusyNight night)
{
    private readonly IReadOnlyList<JsonElement> _all = [.. night.Logs.Values.SelectMany(records => records)];

    public Dictionary<string, Func<IEnumerable<string>>> ByTitle => new()
    {
        ["Refusals, in files"] = () => Of("api", "OPERATIONAL_ERROR").Told("time payload.code userId"),
        ["Refusals, in the journal"] = () => Of("api", "OPERATIONAL_ERROR").Told("time payload.code userId"),
        ["Errors of the last hour"] = () => Errors(_all.Except(night.Logs["older"]))
            .Told("time service action message requestId"),
        ["Errors by action, most frequent first"] = () => Errors(_all).Counted("service action"),
        ["What was thrown, without the stack"] = () => _all.Where(r => r.TryGetProperty("error", out _))
            .Told("time action error.type error.message"),
        ["Failed sales, one a line"] = () => FailedSales()
            .Select(sale => Written.Line(
                sale.At.Text("time"), sale.Status, sale.Code, sale.Seller, sale.At.Text("requestId"))),
        ["Failed sales by code"] = () => ["3 404 SORTEO_NOT_FOUND", "1 400 VALIDATION_FAILED"],
        ["Failed sales by seller and code"] = () =>
        [
            $"2 {night.Seller} SORTEO_NOT_FOUND", $"1 {night.Seller} VALIDATION_FAILED",
            $"1 {night.OtherSeller} SORTEO_NOT_FOUND",
        ],
        ["Every refusal by code, sales or not"] = () =>
            ["3 404 SORTEO_NOT_FOUND", "1 404 TICKET_NOT_FOUND", "1 400 VALIDATION_FAILED"],
        ["Last complete run of each job, how long, what it did"] = () => LastRuns(),
        ["One job, everything it said"] = () => _all.Where(r => r.Text("action").StartsWith("SORTEOS_AUTO_OPEN_"))
            .Told("time action payload"),
        ["Runs that failed, left items, were cut off or could not begin"] = () => _all
            .Where(r => Regex.IsMatch(r.Text("action"), "^(SORTEOS_AUTO_CREATE|DATABASE_SIZE)_SKIP$"))
            .Told("time action message payload error.message"),
        ["Runs that began and have not ended"] = () => Of("worker-killed", "SORTEOS_AUTO_OPEN_START")
            .Told("time action requestId"),
        ["One run and all that was done in it"] = () => OfRequest(Run).Told("time layer action message"),
        ["Slow requests, slowest first"] = () => Requests().Where(r => Duration(r) >= Slow)
            .OrderByDescending(Duration).Take(20).Told("payload.durationMs time message userId requestId"),
        ["Slowest routes: longest, 95 of 100 within, requests"] = () => Routes().Take(10),
        ["Slow queries by tag and by who asked, longest"] = () => _all.Where(r => r.Text("action") == "SLOW_QUERY")
            .GroupBy(r => r.At("payload.operation") is { Length: > 0 } asked
                ? $"{r.At("payload.tag")} {asked}"
                : $"{r.At("payload.tag")} -")
            .Select(g => $"{Written.Number(g.Max(Duration))} ms {g.Count()} {g.Key}"),
        ["Slow queries of one request"] = () => Of("api", "SLOW_QUERY")
            .Where(r => r.At("requestId") == BusyNight.SlowSale)
            .Told("payload.durationMs payload.tag payload.rows payload.errorType"),
        ["Requests of a user on a day"] = () => Mine().Told("time payload.status message requestId"),
        ["The same, counted by what was asked"] = () => Mine().Counted("payload.method payload.route payload.status"),
        ["Everything of one request, in every process"] = () => OfRequest(BusyNight.AskedOfBoth)
            .Told("time service level action message payload"),
        ["Everything of one trace"] = () => _all.Where(r => r.At("traceId") == BusyNight.Trace)
            .Told("time service level action message requestId"),
        ["What else went wrong in the same second"] = () => SameSecond(),
        ["Every start and stop"] = () => StartsAndStops("PREVIOUS_STOP_UNCLEAN").Told("time service action message"),
        ["Whether the last stop of each service was clean"] = () => LastStops(),
        ["What a stop waited for or cut off"] = () => _all.Where(r => r.Text("action") == "SHUTDOWN_WAITING")
            .Told("time service action payload"),
    };

    /// <summary>What <c>ms</c> is set to.</summary>
    public const double Slow = 250;

    /// <summary>The request id of the run that was done.</summary>
    public string Run => Of("worker", "SORTEOS_AUTO_OPEN_COMPLETE").Single().Text("requestId");

    /// <summary>The day of Costa Rica on which it happened.</summary>
    public string Day => DayOf(night.Logs["api"][0]);

    private IEnumerable<JsonElement> Of(string log, string action) =>
        night.Logs[log].Where(r => r.Text("action") == action);

    private IEnumerable<JsonElement> OfRequest(string id) => _all.Where(r => r.At("requestId") == id);

    private IEnumerable<JsonElement> Requests() => _all.Where(r => r.Text("action") == "HTTP_REQUEST");

    private IEnumerable<JsonElement> Mine() =>
        Requests().Where(r => r.At("userId") == night.Seller && DayOf(r) == Day);

    private IEnumerable<(JsonElement At, int Status, string Code, string Seller)> FailedSales() =>
        from request in Requests()
        where request.At("payload.method") == "POST" && request.At("payload.route") == "/api/v1/tickets/"
        let status = int.Parse(request.At("payload.status"), CultureInfo.InvariantCulture)
        where status >= 400
        select (request, status, status == 404 ? "SORTEO_NOT_FOUND" : "VALIDATION_FAILED", request.Text("userId"));

    private IEnumerable<string> LastRuns() => _all.Where(r => r.Text("action").EndsWith("_COMPLETE"))
        .GroupBy(r => r.Text("action")).Select(runs => runs.MaxBy(r => r.Text("time"), StringComparer.Ordinal))
        .Select(run =>
        {
            var payload = JsonNode.Parse(run.GetProperty("payload").GetRawText())!.AsObject();
            payload.Remove("executedAt");
            payload.Remove("durationMs");
            return Written.Line(run.Text("time"), run.Text("action"), Duration(run), payload);
        });

    private IEnumerable<string> Routes() =>
        from request in Requests()
        where request.At("payload.route") != ""
        group Duration(request) by $"{request.At("payload.method")} {request.At("payload.route")}" into route
        let sorted = route.Order().ToList()
        orderby sorted[^1] descending
        let within = sorted[sorted.Count * 95 / 100]
        select $"{Written.Number(sorted[^1])} ms {Written.Number(within)} ms {sorted.Count} {route.Key}";

    private IEnumerable<string> SameSecond()
    {
        var seconds = OfRequest(BusyNight.SpoiltSale).Select(r => r.Text("time")[..19]).ToHashSet();
        return _all.Where(r => r.Text("level") is "warn" or "error" && seconds.Contains(r.Text("time")[..19]))
            .Told("time service action message requestId");
    }

    private IEnumerable<JsonElement> StartsAndStops(params string[] more) => _all.Where(r =>
        Regex.IsMatch(r.Text("action"), "^(SERVER|SHUTDOWN)_") || more.Contains(r.Text("action")));

    private IEnumerable<string> LastStops()
    {
        var last = night.Logs["worker-unconnected"].Last(r => r.Text("action").StartsWith("SERVER_"));
        return
        [
            $"lottery-api {Of("api", "SERVER_CLOSED").Single().Text("time")} clean",
            $"lottery-worker {last.Text("time")} not clean or running: SERVER_LISTEN",
        ];
    }

    private static IEnumerable<JsonElement> Errors(IEnumerable<JsonElement> records) =>
        records.Where(r => r.Text("level") == "error");

    private static double Duration(JsonElement record) =>
        record.GetProperty("payload").GetProperty("durationMs").GetDouble();

    private static string DayOf(JsonElement record) =>
        DateTimeOffset.Parse(record.Text("time"), CultureInfo.InvariantCulture).AddHours(-6).UtcDateTime
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
