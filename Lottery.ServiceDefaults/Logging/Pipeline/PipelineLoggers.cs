using Microsoft.Extensions.Logging;
using ZLogger;

namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>ZLogger's loggers in front of the pipeline. They copy no scopes: the pipeline itself looks for whom a record
/// is.</summary>
internal sealed class PipelineLoggers(LogPipeline pipeline) : ILoggerProvider, ISupportExternalScope
{
    private readonly ZLoggerOptions _options = new()
    {
        // Later, by the reader, who survives a value that throws; the caller would not.
        IsFormatLogImmediatelyInStandardLog = false,
    };

    public ILogger CreateLogger(string categoryName) => new ZLoggerLogger(categoryName, pipeline, _options, scopeProvider: null);

    // Asked for, or nobody would open any.
    public void SetScopeProvider(IExternalScopeProvider scopeProvider)
    {
    }

    public void Dispose()
    {
        // The pipeline is closed by whoever made it, after the last of those who log.
    }
}
