using Lottery.ServiceDefaults.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults;

/// <summary>An exception nobody caught becomes one record and exit code 1 instead of a stack on stderr.</summary>
internal static class UncaughtExceptions
{
    private static int _reporting;
    private static ProcessIdentity _process = null!;
    private static IServiceProvider? _running;

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
            if (_running is { } services)
            {
                ServerLog.Unobserved(Logger(services.GetRequiredService<ILoggerFactory>()), unobserved.Exception);
            }
        };
    }

    /// <summary>The process that has these services is running, until the answer is disposed.</summary>
    public static IDisposable In(IServiceProvider services)
    {
        _running = services;
        return new Run(services);
    }

    private static void End(Exception? exception)
    {
        if (!StartRefusal.TryExplain(exception))
        {
            // Disposing a provider writes what is still queued there; the last record needs one of its own.
            foreach (var provider in _running?.GetServices<ILoggerProvider>() ?? [])
            {
                provider.Dispose();
            }

            using var loggers = LoggerFactory.Create(logging => logging.AddConsoleRecords(_process));
            ServerLog.Uncaught(Logger(loggers), exception);
        }

        Environment.Exit(1);
    }

    private static ILogger Logger(ILoggerFactory loggers) => loggers.CreateLogger(typeof(UncaughtExceptions).FullName!);

    private sealed class Run(IServiceProvider services) : IDisposable
    {
        public void Dispose() => Interlocked.CompareExchange(ref _running, null, services);
    }
}
