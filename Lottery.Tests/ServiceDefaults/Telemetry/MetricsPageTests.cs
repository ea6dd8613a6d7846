using System.Net;
using Lottery.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lottery.Tests.ServiceDefaults.Telemetry;

[TestClass]
public sealed class MetricsPageTests
{
    private const string Requests = "http_server_request_duration_seconds";

    [TestMethod]
    public async Task Requests_are_counted_by_route_template_with_an_edge_at_two_seconds()
    {
        await using var process = await SampleProcess.Start(app => app.MapGet("/items/{id}", (string id) => id));
        await process.Http.GetStringAsync("/items/1");
        await process.Http.GetStringAsync("/items/2");

        var page = await PageOf(process, requests: 2);

        (string, string)[] route = [("http_route", "/items/{id}"), ("http_response_status_code", "200")];
        Assert.AreEqual("histogram", page.Types[Requests]);
        Assert.AreEqual(2, page.Sum($"{Requests}_count", route));
        string[] edges =
            ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2", "5", "10", "15", "30", "+Inf"];
        CollectionAssert.AreEqual(edges, page.Of($"{Requests}_bucket", route).Select(one => one.Labels["le"]).ToList());
    }

    [TestMethod]
    public async Task What_a_client_invents_makes_no_series_of_its_own()
    {
        await using var process = await SampleProcess.Start(app => app.MapGet("/items/{id}", (string id) => id));
        foreach (var method in (string[])["GET", "BREW", "WHEN", "PROPFIND"])
        {
            foreach (var path in (string[])["/a", "/b/c", "/items", "/items/1/2"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                using var answer = await process.Http.SendAsync(request);
                Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode);
            }
        }

        var series = (await PageOf(process, requests: 16)).Of($"{Requests}_count");

        CollectionAssert.AreEquivalent(
            (string[])["404 GET", "404 _OTHER"],
            series.Select(one => one.Labels)
                .Select(one => $"{one["http_response_status_code"]} {one["http_request_method"]}").ToList());
        Assert.IsTrue(series.All(one => one.Labels.Count == 2), string.Join('\n', series));
        Assert.AreEqual(16, series.Sum(one => one.Value));
    }

    [TestMethod]
    public async Task A_request_that_failed_says_of_what()
    {
        await using var process = await SampleProcess.Start(app =>
        {
            app.MapGet("/thrown", string () => throw new InvalidOperationException("For the test."));
            app.MapGet("/answered", () => Results.StatusCode(502));
            app.MapGet("/refused", () => Results.StatusCode(409));
        });
        foreach (var path in (string[])["/thrown", "/answered", "/refused"])
        {
            await process.Http.GetAsync(path);
        }

        var page = await PageOf(process, requests: 3);

        CollectionAssert.AreEquivalent(
            (string[])["/thrown 500 System.InvalidOperationException", "/answered 502 502", "/refused 409 "],
            page.Of($"{Requests}_count").Select(one => one.Labels).Select(
                one => $"{one["http_route"]} {one["http_response_status_code"]} {one.GetValueOrDefault("error_type")}")
                .ToList());
    }

    [TestMethod]
    public async Task What_nobody_asks_for_is_not_counted()
    {
        await using var api = await ApiHost.Start();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(api.Address, "/api/v1/app/version"));

        var families = (await PageOf(api.ManagementAddress, requests: 1)).Types.Keys.ToList();

        CollectionAssert.Contains(families, "db_client_operation_duration_seconds");
        string[] dropped = ["http_server_active", "npgsql_executing", "npgsql_bytes"];
        Assert.IsEmpty(families.Where(
            family => dropped.Any(part => family.Contains(part, StringComparison.Ordinal))).ToList());
    }

    [TestMethod]
    public async Task Who_asks_the_management_port_is_no_request()
    {
        await using var process = await SampleProcess.Start(app => app.MapGet("/", () => "ok"));
        await process.Management.GetAsync("/health/live");
        await PageOf(process);
        await process.Http.GetAsync("/");

        Assert.AreEqual(1, (await PageOf(process, requests: 1)).Sum($"{Requests}_count"));
    }

    [TestMethod]
    public async Task What_is_running_is_counted_by_its_type()
    {
        var hold = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        await using var process = await SampleProcess.Start(app => app.MapGet("/", () =>
        {
            begun.SetResult();
            return hold.Task;
        }));
        var request = process.Http.GetAsync("/");
        await begun.Task;

        var page = await PageOf(process);
        hold.SetResult();
        await request;

        Assert.AreEqual("gauge", page.Types["lottery_operations_active"]);
        Assert.AreEqual(1, page.Of("lottery_operations_active", ("type", "request")).Single().Value);
        Assert.AreEqual(0, page.Of("lottery_operations_active", ("type", "job")).Single().Value);
    }

    [TestMethod]
    public async Task The_page_says_whose_it_is_and_what_its_runtime_does()
    {
        await using var process = await SampleProcess.Start(_ => { }, settings:
        [
            "--OTEL_SERVICE_NAME=sample-of-ana", "--OTEL_RESOURCE_ATTRIBUTES=team=counter",
        ]);

        var page = await PageOf(process);

        var labels = page.Of("target_info").Single().Labels;
        Assert.AreEqual("sample-of-ana", labels["service_name"]);
        Assert.AreEqual("counter", labels["team"]);
        Assert.AreEqual($"{Environment.MachineName}:{Environment.ProcessId}", labels["service_instance_id"]);
        Assert.IsFalse(string.IsNullOrEmpty(labels["service_version"]));
        Assert.IsGreaterThan(0, page.Sum("dotnet_process_memory_working_set_bytes"));
        Assert.IsGreaterThan(0, page.Sum("kestrel_active_connections"));
    }

    [TestMethod]
    public async Task Telemetry_that_is_disabled_has_no_page()
    {
        await using var process = await SampleProcess.Start(_ => { }, settings: ["--OTEL_SDK_DISABLED=true"]);

        Assert.AreEqual(HttpStatusCode.NotFound, (await process.Management.GetAsync("/metrics")).StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, (await process.Management.GetAsync("/health/live")).StatusCode);
    }

    [TestMethod]
    public async Task A_process_whose_database_is_down_shows_its_figures_and_no_connection_string()
    {
        await using var api = await ApiHost.Start(
            "Host=127.0.0.1;Port=1;Username=user-of-the-test;Password=not-for-the-page;Database=place-of-the-test");
        api.Log.Expect("UNHANDLED_ERROR", "DB_CONNECTION_ERROR", "HTTP_REQUEST");
        using var http = new HttpClient();
        using var refused = await http.GetAsync(new Uri(api.Address, "/api/v1/app/version"));

        await PageOf(api.ManagementAddress, requests: 1);
        var text = await http.GetStringAsync(new Uri(api.ManagementAddress, "metrics"));

        foreach (var secret in (string[])["not-for-the-page", "user-of-the-test", "place-of-the-test"])
        {
            Assert.DoesNotContain(secret, text);
        }
    }

    private static Task<MetricsText> PageOf(SampleProcess process, int requests = 0) =>
        PageOf(process.Management.BaseAddress!, requests);

    // A request is counted once it is over, which may be after its client has read the answer.
    private static async Task<MetricsText> PageOf(Uri address, int requests)
    {
        MetricsText page = null!;
        await ApiProcess.Eventually(
            async () => (page = await MetricsText.Of(address)).Sum($"{Requests}_count") >= requests,
            () => $"{requests} requests are not counted.");
        return page;
    }
}
