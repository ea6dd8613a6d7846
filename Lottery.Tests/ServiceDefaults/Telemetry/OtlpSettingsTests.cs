using Lottery.ServiceDefaults.Telemetry.Otlp;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Lottery.Tests.ServiceDefaults.Telemetry;

[TestClass]
public sealed class OtlpSettingsTests
{
    [TestMethod]
    public void Nothing_is_sent_without_an_endpoint() => Assert.IsEmpty(Read().Targets);

    [TestMethod]
    public void One_endpoint_is_for_all_three_each_with_its_path()
    {
        var settings = Read(("ENDPOINT", "https://collector.example/otlp/"));

        CollectionAssert.AreEqual(
            (string[])["https://collector.example/otlp/v1/logs", "https://collector.example/otlp/v1/metrics",
                "https://collector.example/otlp/v1/traces"],
            settings.Targets.Select(target => target.Address).ToList());
        Assert.IsTrue(settings.Targets.All(target => target.Protocol == OtlpExportProtocol.HttpProtobuf));
        Assert.IsTrue(settings.Targets.All(target => target.Timeout == TimeSpan.FromSeconds(10)));
    }

    [TestMethod]
    public void What_is_said_of_one_kind_goes_before_what_is_said_of_all()
    {
        var settings = Read(
            ("ENDPOINT", "http://all:4318"), ("HEADERS", "k=all"), ("TIMEOUT", "1000"), ("COMPRESSION", "gzip"),
            ("LOGS_ENDPOINT", "http://logs:1/take?key=hidden"), ("LOGS_HEADERS", "k=logs"), ("LOGS_TIMEOUT", "2000"),
            ("LOGS_COMPRESSION", "none"), ("TRACES_PROTOCOL", "grpc"));

        var (logs, metrics, traces) = (settings["logs"]!, settings["metrics"]!, settings["traces"]!);
        Assert.AreEqual("http://logs:1/take?key=hidden", logs.Endpoint.ToString());
        Assert.AreEqual("http://logs:1/take", logs.Address);
        Assert.AreEqual(("k", "logs"), logs.Headers.Single());
        Assert.AreEqual(TimeSpan.FromSeconds(2), logs.Timeout);
        Assert.AreEqual(OtlpExportCompression.None, logs.Compression);
        Assert.AreEqual("http://all:4318/v1/metrics", metrics.Endpoint.ToString());
        Assert.AreEqual(("k", "all"), metrics.Headers.Single());
        Assert.AreEqual(OtlpExportCompression.GZip, metrics.Compression);
        Assert.AreEqual("http://all:4318/", traces.Endpoint.ToString());
        Assert.AreEqual(OtlpExportProtocol.Grpc, traces.Protocol);
    }

    [TestMethod]
    public void One_kind_alone_may_be_sent()
    {
        CollectionAssert.AreEqual(
            (string[])["metrics"], Signals(Read(("METRICS_ENDPOINT", "http://m/v1/metrics"))));
        CollectionAssert.AreEqual(
            (string[])["logs", "metrics"], Signals(OtlpSettings.Read(Of(
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://all"), ("OTEL_TRACES_EXPORTER", "none")))));
    }

    [TestMethod]
    public void Disabled_is_disabled() => Assert.IsEmpty(OtlpSettings.Read(Of(
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://all"), ("OTEL_SDK_DISABLED", "true"))).Targets);

    [TestMethod]
    [DataRow("OTEL_TRACES_SAMPLER", "sometimes")]
    [DataRow("OTEL_TRACES_SAMPLER_ARG", "2")]
    [DataRow("OTEL_METRIC_EXPORT_INTERVAL", "0")]
    [DataRow("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "both")]
    [DataRow("OTEL_LOGS_EXPORTER", "console")]
    public void A_word_that_the_library_would_leave_aside_is_wrong(string name, string value)
    {
        var settings = OtlpSettings.Read(Of(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://all"), (name, value)));

        Assert.StartsWith($"{name} must be ", settings.Wrong.Single());
        Assert.IsEmpty(settings.Targets);
    }

    private static List<string> Signals(OtlpSettings settings) =>
        settings.Targets.Select(target => target.Signal).ToList();

    private static OtlpSettings Read(params (string Name, string Value)[] settings) =>
        OtlpSettings.Read(Of([.. settings.Select(one => ($"OTEL_EXPORTER_OTLP_{one.Name}", one.Value))]));

    private static IConfiguration Of(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))).Build();
}
