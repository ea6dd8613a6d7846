using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;

namespace Lottery.ServiceDefaults.Metrics;

/// <summary>How long the requests of clients took, under the names that the conventions of OpenTelemetry have. The
/// framework's own instrument counts with each request what is thrown away afterwards.</summary>
internal sealed class RequestMetrics(IMeterFactory meters)
{
    // 2 s is the limit of an alert and has to be an edge; 15 s is the longest that a request is worked on.
    private static readonly InstrumentAdvice<double> Edges = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30],
    };

    private readonly Histogram<double> _duration = meters.Create(ProcessMetrics.MeterName).CreateHistogram(
        "http.server.request.duration", "s", "How long the requests of clients took", tags: null, Edges);

    /// <param name="method">As the client sent it; what he made up is one and the same.</param>
    /// <param name="route">The template, or null where no operation answers.</param>
    /// <param name="status">What was answered.</param>
    /// <param name="failure">What was thrown, if anything; told of an answer that is an error of ours.</param>
    /// <param name="took">Until the answer was made.</param>
    public void Answered(string method, string? route, int status, Exception? failure, TimeSpan took)
    {
        if (!_duration.Enabled)
        {
            return;
        }

        var tags = new TagList { { "http.request.method", RequestMethod.Known(method) }, { "http.response.status_code", status } };
        if (route is not null)
        {
            tags.Add("http.route", route);
        }

        if (status >= StatusCodes.Status500InternalServerError)
        {
            tags.Add("error.type", failure?.GetType().FullName ?? status.ToString(CultureInfo.InvariantCulture));
        }

        _duration.Record(took.TotalSeconds, tags);
    }
}
