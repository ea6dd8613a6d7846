using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lottery.ServiceDefaults.Telemetry.Otlp.Writing;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Sending;

/// <summary>Brings one batch after the other to the collector. Used by one thread, which waits for the answer.</summary>
internal sealed class OtlpClient : IDisposable
{
    private const int GrpcFrame = 5;
    private const string Gzip = "gzip";

    private readonly OtlpTarget _target;
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string _agent;
    private readonly byte[] _resource;
    private ProtoBuffer _request = new();

    public OtlpClient(OtlpTarget target, ProcessIdentity process, ExportWatch watch, CancellationToken over)
    {
        _target = target;
        _http = OtlpConnection.Client(target, watch, over);
        _address = IsGrpc ? new Uri($"{target.Endpoint.AbsoluteUri.TrimEnd('/')}/{GrpcPath(target)}") : target.Endpoint;
        _agent = $"{process.Service}/{process.Version}";
        _resource = ResourceOf(process);
    }

    /// <summary>Comes back when the collector has answered, or was given up; the connection tells which.</summary>
    public void Send(OtlpBatch batch)
    {
        _request.Clear();
        batch.Write(_request, _resource);
        try
        {
            using var request = Request(_request.Written);
            // Only that of HTTP/1.1 can be waited for by the thread that sends.
            using var answer = IsGrpc
                ? _http.SendAsync(request).GetAwaiter().GetResult()
                : _http.Send(request);
        }
        catch (Exception)
        {
            // It is lost there, as the connection has told.
        }

        if (_request.Capacity > 2 * OtlpBatches.LongBatch)
        {
            _request = new();
        }
    }

    public void Dispose() => _http.Dispose();

    private static string GrpcPath(OtlpTarget target) => target.Signal == OtlpTarget.Logs
        ? "opentelemetry.proto.collector.logs.v1.LogsService/Export"
        : "opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private bool IsGrpc => _target.Protocol == OtlpExportProtocol.Grpc;

    private bool IsPacked => _target.Compression == OtlpExportCompression.GZip;

    private HttpRequestMessage Request(ReadOnlyMemory<byte> message)
    {
        var body = IsPacked ? Packed(message) : message;
        var request = new HttpRequestMessage(HttpMethod.Post, _address);
        request.Headers.TryAddWithoutValidation("User-Agent", _agent);
        if (IsGrpc)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            request.Headers.TryAddWithoutValidation("TE", "trailers");
            if (IsPacked)
            {
                request.Headers.TryAddWithoutValidation("grpc-encoding", Gzip);
            }

            body = Framed(body);
        }

        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(IsGrpc ? "application/grpc" : "application/x-protobuf");
        if (IsPacked && !IsGrpc)
        {
            request.Content.Headers.ContentEncoding.Add(Gzip);
        }

        return request;
    }

    // Whether it is packed, and how long it is.
    private byte[] Framed(ReadOnlyMemory<byte> message)
    {
        var framed = new byte[GrpcFrame + message.Length];
        framed[0] = IsPacked ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed.AsMemory(GrpcFrame));
        return framed;
    }

    private static ReadOnlyMemory<byte> Packed(ReadOnlyMemory<byte> message)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(message.Span);
        }

        return packed.ToArray();
    }

    private static byte[] ResourceOf(ProcessIdentity process)
    {
        var bytes = new ProtoBuffer();
        var attributes = new OtlpAttributes(bytes, field: 1);
        foreach (var (name, value) in ResourceBuilder.CreateDefault().Describe(process).Build().Attributes)
        {
            attributes.Add(Encoding.UTF8.GetBytes(name), value);
        }

        return bytes.Written.ToArray();
    }
}
