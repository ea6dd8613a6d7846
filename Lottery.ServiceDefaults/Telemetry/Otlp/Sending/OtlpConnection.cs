using System.Globalization;
using System.Net;
using OpenTelemetry.Exporter;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Sending;

/// <summary>The way to the collector: adds the headers, sees what became of every batch, and is broken off when the
/// process ends.</summary>
internal sealed class OtlpConnection : DelegatingHandler
{
    private const string GrpcStatus = "grpc-status";
    private const int LongestAnswer = 4 * 1024 * 1024;

    private readonly OtlpTarget _target;
    private readonly ExportWatch _watch;
    private readonly CancellationToken _over;

    private OtlpConnection(OtlpTarget target, ExportWatch watch, CancellationToken over)
        : base(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        }) =>
        (_target, _watch, _over) = (target, watch, over);

    public static HttpClient Client(OtlpTarget target, ExportWatch watch, CancellationToken over) =>
        new(new OtlpConnection(target, watch, over))
        {
            Timeout = target.Timeout,
            MaxResponseContentBufferSize = LongestAnswer,
        };

    // The exporter's own thread asks and waits; there is nobody whom an answer without waiting would serve.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Watched(request, base.Send, cancellationToken);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.Run(
            () => Watched(
                request,
                (sent, token) => base.SendAsync(sent, token).GetAwaiter().GetResult(),
                cancellationToken),
            cancellationToken);

    private HttpResponseMessage Watched(
        HttpRequestMessage request,
        Func<HttpRequestMessage, CancellationToken, HttpResponseMessage> send,
        CancellationToken cancellationToken)
    {
        foreach (var (name, value) in _target.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over);
        try
        {
            var response = send(request, either.Token);
            response.Content.LoadIntoBufferAsync(LongestAnswer, either.Token).GetAwaiter().GetResult();
            Judge(response);
            return response;
        }
        catch (Exception failure) when (!_over.IsCancellationRequested)
        {
            _watch.Failed(_target, failure is OperationCanceledException
                ? string.Create(CultureInfo.InvariantCulture, $"no answer within {_target.Timeout.TotalSeconds} s")
                : (failure.InnerException ?? failure).Message);
            throw;
        }
    }

    private void Judge(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            _watch.Failed(_target, string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}{HintFor(response)}"));
        }
        else if (_target.Protocol == OtlpExportProtocol.Grpc && StatusOf(response) is var status && status != "0")
        {
            _watch.Failed(_target, $"gRPC status {status ?? "missing"}");
        }
        else if (OtlpAnswer.Rejection(_target.Protocol, response) is { } rejection)
        {
            _watch.Failed(_target, rejection);
        }
        else
        {
            _watch.Sent(_target.Signal);
        }
    }

    private static string HintFor(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "; see OTEL_EXPORTER_OTLP_HEADERS",
        HttpStatusCode.NotFound or HttpStatusCode.UnsupportedMediaType => "; see the endpoint and its protocol",
        _ => "",
    };

    private static string? StatusOf(HttpResponseMessage response) =>
        response.TrailingHeaders.TryGetValues(GrpcStatus, out var trailing) ? trailing.First()
        : response.Headers.TryGetValues(GrpcStatus, out var leading) ? leading.First()
        : null;
}
