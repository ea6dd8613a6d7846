using System.Text;
using Lottery.ServiceDefaults.Telemetry.Otlp.Writing;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Sending;

/// <summary>Records or spans that are sent together, parted by the category or source that made them. The messages of
/// both kinds have the same fields.</summary>
internal sealed class OtlpBatch
{
    // Of ExportLogsServiceRequest, ResourceLogs, ScopeLogs and InstrumentationScope, and of those for spans.
    private const int OfResource = 1;
    private const int Resource = 1;
    private const int OfScope = 2;
    private const int Scope = 1;
    private const int ScopeName = 1;
    private const int Entries = 2;

    private readonly Dictionary<string, ProtoBuffer> _scopes = [];

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Memory that is kept for the next use.</summary>
    public long Capacity => _scopes.Values.Sum(entries => (long)entries.Capacity);

    public void Add(string scope, ReadOnlySpan<byte> entry)
    {
        if (!_scopes.TryGetValue(scope, out var entries))
        {
            _scopes.Add(scope, entries = new ProtoBuffer());
        }

        var before = entries.Length;
        entries.Bytes(Entries, entry);
        Count++;
        Bytes += entries.Length - before;
    }

    public void Clear()
    {
        (Count, Bytes) = (0, 0);
        foreach (var entries in _scopes.Values)
        {
            entries.Clear();
        }
    }

    /// <summary>The request for a collector.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="resource">The process that sends, as a message.</param>
    public void Write(ProtoBuffer to, ReadOnlySpan<byte> resource)
    {
        var length = ProtoBuffer.LengthOf(resource.Length);
        foreach (var (scope, entries) in Filled)
        {
            length += ProtoBuffer.LengthOf(LengthOf(scope, entries));
        }

        to.Begin(OfResource, length);
        to.Bytes(Resource, resource);
        foreach (var (scope, entries) in Filled)
        {
            to.Begin(OfScope, LengthOf(scope, entries));
            to.Begin(Scope, ProtoBuffer.LengthOf(BytesOf(scope)));
            to.Text(ScopeName, scope);
            to.Raw(entries.Written.Span);
        }
    }

    private IEnumerable<KeyValuePair<string, ProtoBuffer>> Filled =>
        _scopes.Where(one => one.Value.Length > 0);

    private static int LengthOf(string scope, ProtoBuffer entries) =>
        ProtoBuffer.LengthOf(ProtoBuffer.LengthOf(BytesOf(scope))) + entries.Length;

    private static int BytesOf(string scope) => Encoding.UTF8.GetByteCount(scope);
}
