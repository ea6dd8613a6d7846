using Microsoft.AspNetCore.Http;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>Configuration section <c>Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>How long requests and job runs may still take; longer than the longest transaction.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where it is kept how the process ended; none keeps nothing.</summary>
    public string? StateFolder { get; set; }

    /// <summary>How long at least the process goes on telling 503 before it closes its connections, so that whoever keeps
    /// one open, and the balancer before them, hear of the stop by an answer.</summary>
    public TimeSpan RefuseFor { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Answers a request that arrives while the process stops; status and headers are already set.</summary>
    public Func<HttpContext, Task> AnswerRefusedRequest { get; set; } = _ => Task.CompletedTask;
}
