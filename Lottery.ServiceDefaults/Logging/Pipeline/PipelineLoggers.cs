using Microsoft.Extensions.Logging;
using ZLogger;

namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>ZLogger's loggers in front of the pipeline. Of the scopes they copy only ours: those of the framework would
/// cost every record of a request and say nothing that is written.</summary>
internal sealed class PipelineLoggers(LogPipeline pipeline) : ILoggerProvider, ISupportExternalScope
{
    private readonly ZLoggerOptions _options = new()
    {
        // Later, by the reader, who survives a value that throws; the caller would not.
        IsFormatLogImmediatelyInStandardLog = false,
    };

    private OurScopes? _scopes;

    public ILogger CreateLogger(string categoryName) => new ZLoggerLogger(categoryName, pipeline, _options, _scopes);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = new OurScopes(scopeProvider);

    public void Dispose()
    {
        // The pipeline is closed by whoever made it, after the last of those who log.
    }

    private sealed class OurScopes(IExternalScopeProvider all) : IExternalScopeProvider
    {
        public void ForEachScope<TState>(Action<object?, TState> callback, TState state) => all.ForEachScope(
            static (scope, to) =>
            {
                if (scope is LogScope)
                {
                    to.callback(scope, to.state);
                }
            },
            (callback, state));

        public IDisposable Push(object? state) => all.Push(state);
    }
}
