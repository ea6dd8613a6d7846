using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>
/// Breaks a process of ours from inside when a test asks for it by a signal. The runtime calls it in a process that is
/// started with <see cref="Setting"/>; it looks for exactly this name.
/// </summary>
internal static class StartupHook
{
    public const string Setting = "DOTNET_STARTUP_HOOKS";

    /// <summary>SIGUSR1: an exception that nobody catches.</summary>
    public const int Crash = 10;

    /// <summary>SIGUSR2: a task that fails and that nobody awaits.</summary>
    public const int Forget = 12;

    /// <summary>Value of <see cref="Setting"/>.</summary>
    public static string Path => typeof(StartupHook).Assembly.Location;

    private static readonly List<PosixSignalRegistration> Kept = [];

    public static void Initialize()
    {
        Listen(Crash, () => new Thread(() => throw new InvalidOperationException("Nobody caught this")).Start());
        Listen(Forget, () =>
        {
            Abandon();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        });
    }

    // Not inlined, or the caller's frame would keep the task from being collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon() => Task.Run(() => throw new InvalidOperationException("Nobody awaited this"))
        .ContinueWith(_ => { }, TaskScheduler.Default).Wait();

    private static void Listen(int signal, Action act) =>
        Kept.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
        {
            context.Cancel = true;
            act();
        }));
}
