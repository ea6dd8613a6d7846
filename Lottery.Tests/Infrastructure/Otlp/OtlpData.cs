using System.Globalization;

namespace Lottery.Tests.Infrastructure.Otlp;

/// <summary>One request as it arrived, its body unpacked.</summary>
public sealed record OtlpRequest(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Signal => Path.Contains("log", StringComparison.OrdinalIgnoreCase) ? "logs"
        : Path.Contains("metrics", StringComparison.OrdinalIgnoreCase) ? "metrics"
        : "traces";

    public IEnumerable<OtlpLog> Logs() => Entries(2).Select(one => new OtlpLog(
        one.Resource,
        one.Scope,
        DateTimeOffset.UnixEpoch.AddTicks((long)(one.Entry.Number(1) / 100)),
        (int)one.Entry.Number(2),
        one.Entry.Text(3),
        one.Entry.One(5).Text(1),
        Attributes(one.Entry, 6),
        one.Entry.Hex(9),
        one.Entry.Hex(10),
        one.Entry.Text(12)));

    public IEnumerable<OtlpSpan> Spans() => Entries(2).Select(one => new OtlpSpan(
        one.Resource,
        one.Scope,
        one.Entry.Hex(1),
        one.Entry.Hex(2),
        one.Entry.Hex(4),
        one.Entry.Text(5),
        (int)one.Entry.Number(6),
        Attributes(one.Entry, 9),
        [.. one.Entry.All(11).Select(happened => Attributes(happened, 3))],
        (int)one.Entry.One(15).Number(3)));

    public IEnumerable<OtlpMetric> Metrics() => Entries(2).Select(one =>
    {
        // Gauge, sum and histogram; only the points of the last have their labels in field 9.
        var kind = Array.Find([5, 7, 9], one.Entry.Has);
        var data = one.Entry.One(kind);
        var labels = data.All(1).Select(point => Attributes(point, kind == 9 ? 9 : 7)).ToList();
        var edges = kind == 9 ? data.All(1).Select(point => point.Reals(7)).FirstOrDefault() ?? [] : [];
        return new OtlpMetric(
            one.Resource, one.Scope, one.Entry.Text(1), one.Entry.Text(3), (int)data.Number(2), labels, edges);
    });

    private IEnumerable<(Dictionary<string, string> Resource, string Scope, ProtoMessage Entry)> Entries(int field) =>
        from resource in new ProtoMessage(Body).All(1)
        let about = Attributes(resource.One(1), 1)
        from scope in resource.All(2)
        from entry in scope.All(field)
        select (about, scope.One(1).Text(1), entry);

    private static Dictionary<string, string> Attributes(ProtoMessage message, int field) =>
        message.All(field).ToDictionary(pair => pair.Text(1), pair => Shown(pair.One(2)));

    private static string Shown(ProtoMessage value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? (value.Number(2) == 1 ? "true" : "false")
        : value.Has(3) ? ((long)value.Number(3)).ToString(CultureInfo.InvariantCulture)
        : value.Has(4) ? value.Real(4).ToString(CultureInfo.InvariantCulture)
        : value.Has(5) ? $"[{string.Join(',', value.One(5).All(1).Select(Shown))}]"
        : "";
}

public sealed record OtlpLog(
    IReadOnlyDictionary<string, string> Resource,
    string Scope,
    DateTimeOffset Time,
    int Severity,
    string SeverityText,
    string Body,
    IReadOnlyDictionary<string, string> Attributes,
    string TraceId,
    string SpanId,
    string EventName)
{
    public string this[string name] => Attributes.GetValueOrDefault(name, "");
}

public sealed record OtlpSpan(
    IReadOnlyDictionary<string, string> Resource,
    string Scope,
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    int Kind,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<IReadOnlyDictionary<string, string>> Events,
    int Status)
{
    public const int Internal = 1;
    public const int Server = 2;
    public const int Client = 3;
    public const int Error = 2;

    public string this[string name] => Attributes.GetValueOrDefault(name, "");
}

public sealed record OtlpMetric(
    IReadOnlyDictionary<string, string> Resource,
    string Scope,
    string Name,
    string Unit,
    int Temporality,
    IReadOnlyList<Dictionary<string, string>> Labels,
    double[] Edges)
{
    public const int Delta = 1;
    public const int Cumulative = 2;
}
