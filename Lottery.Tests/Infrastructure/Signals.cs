using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lottery.Tests.Infrastructure;

/// <summary>Real signals, sent by the kernel's own call: not every machine has a program for it.</summary>
public static partial class Signals
{
    private const int SigHup = 1;
    private const int SigTerm = 15;

    public static void Terminate(this Process process) => process.Send(SigTerm);

    public static void HangUp(this Process process) => process.Send(SigHup);

    public static void Send(this Process process, int signal) => Assert.AreEqual(0, Kill(process.Id, signal));

    public static void Send(int processId, int signal) => Assert.AreEqual(0, Kill(processId, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
