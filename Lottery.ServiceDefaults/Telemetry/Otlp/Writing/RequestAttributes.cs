using System.Globalization;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Redaction;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Writing;

/// <summary>The attributes of a request's span, under the names that the conventions of OpenTelemetry have for them. The
/// query is left out: it may hold secrets.</summary>
internal sealed class RequestAttributes(OtlpAttributes to)
{
    private const string VersionedBy = "HTTP/";

    // Of the request before: most name the same.
    private HostString _host;
    private string? _address;
    private int? _port;

    public void Write(RequestEnd end)
    {
        var method = RequestMethod.Known(end.Method);
        to.AddText("http.request.method"u8, method);
        if (method == RequestMethod.Other)
        {
            to.AddText("http.request.method_original"u8, Clean(end.Method));
        }

        to.AddText("url.scheme"u8, end.Scheme);
        to.AddText("url.path"u8, Clean(end.Path));
        WriteHost(end.Host);
        if (end.Protocol.StartsWith(VersionedBy, StringComparison.Ordinal))
        {
            to.AddText("network.protocol.version"u8, end.Protocol[VersionedBy.Length..]);
        }

        to.AddText("user_agent.original"u8, end.UserAgent is { } agent ? Clean(agent) : null);
        to.AddText("http.route"u8, end.Route);
        to.AddWhole("http.response.status_code"u8, end.Status);
        if (end.Status >= StatusCodes.Status500InternalServerError)
        {
            to.AddText("error.type"u8, end.Status.ToString(CultureInfo.InvariantCulture));
        }

        // Clean since it became known.
        to.AddText("requestId"u8, end.Identity.RequestId);
        to.AddText("userId"u8, end.Identity.UserId);
        to.AddText("bancaId"u8, end.Identity.BancaId);
    }

    private void WriteHost(HostString host)
    {
        if (!host.HasValue)
        {
            return;
        }

        if (_host.Value != host.Value)
        {
            (_host, _address, _port) = (host, Clean(host.Host), host.Port);
        }

        to.AddText("server.address"u8, _address);
        if (_port is { } port)
        {
            to.AddWhole("server.port"u8, port);
        }
    }

    private static string Clean(string text) => Text.Of(CleanTexts.Of(text));
}
