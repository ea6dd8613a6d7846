using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Shutdown;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults;

/// <summary>An exception nobody caught becomes one record and exit code 1 instead of a stack on stderr.</summary>
internal static class UncaughtExceptions
{
    private const string Layer = "server";

    private static int _reporting;
    private static ProcessIdentity _process = null!;
    private static Run? _running;

    public static void Report(ProcessIdentity identity)
    {
        _process = identity;
        if (Interlocked.Exchange(ref _reporting, 1) == 1)
        {
            return;
        }

        AppDomain.CurrentDomain.UnhandledException += (_, uncaught) => End(uncaught.ExceptionObject as Exception);
        TaskScheduler.UnobservedTaskException += (_, unobserved) =>
        {
            if (_running is { } run)
            {
                run.Reports.Send(new ErrorReport(Layer, "UNHANDLED_REJECTION")
                {
                    Exception = unobserved.Exception,
                    IsHandled = false,
                });
                ServerLog.Unobserved(run.Log, unobserved.Exception);
            }
        };
    }

    /// <summary>The process that has these services is running, until the answer is disposed.</summary>
    public static IDisposable In(IServiceProvider services) =>
        _running = new Run(
            Logger(services.GetRequiredService<ILoggerFactory>()),
            services.GetRequiredService<LogPipeline>(),
            services.GetRequiredService<ErrorReports>(),
            services.GetRequiredService<StopState>());

    private static void End(Exception? exception)
    {
        if (!StartRefusal.TryExplain(exception))
        {
            var reports = _running?.Reports ?? ErrorReports.Off;
            reports.Send(new ErrorReport(Layer, "UNCAUGHT_EXCEPTION")
            {
                Exception = exception,
                Message = "What ends the process is no exception",
                IsFatal = true,
                IsHandled = false,
            });
            Tell(exception);
            reports.Flush().Wait(ErrorReports.FlushWithin);
        }

        _running?.State.End(StopOutcome.Failed);
        Environment.Exit(1);
    }

    // Closing a pipeline writes what is still queued there, this record last.
    private static void Tell(Exception? exception)
    {
        if (_running is { Pipeline.IsOpen: true } run)
        {
            ServerLog.Uncaught(run.Log, exception);
            run.Pipeline.Dispose();
            return;
        }

        using var loggers = LoggerFactory.Create(logging => logging.AddConsoleRecords(_process));
        ServerLog.Uncaught(Logger(loggers), exception);
    }

    private static ILogger Logger(ILoggerFactory loggers) => loggers.CreateLogger(typeof(UncaughtExceptions).FullName!);

    private sealed record Run(ILogger Log, LogPipeline Pipeline, ErrorReports Reports, StopState State) : IDisposable
    {
        public void Dispose() => Interlocked.CompareExchange(ref _running, null, this);
    }
}
