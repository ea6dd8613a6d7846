using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lottery.Tests.Infrastructure.Databases;

/// <summary>
/// A server program that belongs to one test, which may do to it what it likes. It runs as a user who is not root, which
/// such servers refuse, and ends with the test's process whatever becomes of that: a shell waits for the pipe to close.
/// </summary>
internal sealed class PrivateServer : IAsyncDisposable
{
    private const string Guard = "end=$1; shift; \"$@\" <&- & echo $!; cat > /dev/null; kill -s $end $! 2> /dev/null; wait $!";

    private static readonly string[] Unprivileged = ["postgres", "lottery-dev", "nobody"];

    private readonly Process _guard;

    private PrivateServer(Process guard, int id) => (_guard, ProcessId) = (guard, id);

    public int ProcessId { get; }

    /// <summary>The newest of the program's installed versions; without one the test says so and ends.</summary>
    public static string Find(string program, params string[] folders)
    {
        var within = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 };
        var found = folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, program, within))
            .OrderDescending(StringComparer.Ordinal).FirstOrDefault();
        if (found is null)
        {
            Assert.Inconclusive($"{program} is not installed here.");
        }

        return found;
    }

    /// <param name="end">The signal that ends the program at once.</param>
    public static async Task<PrivateServer> Start(
        DirectoryInfo folder, string end, string program, params string[] arguments)
    {
        var guard = Process.Start(AsOwner(folder, ["sh", "-c", Guard, "sh", end, program, .. arguments]))!;
        guard.BeginErrorReadLine();
        return new PrivateServer(
            guard, int.Parse((await guard.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }

    /// <summary>Runs a program to its end, as the servers' user.</summary>
    public static async Task Run(DirectoryInfo folder, string program, params string[] arguments)
    {
        using var process = Process.Start(AsOwner(folder, [program, .. arguments]))!;
        process.StandardInput.Close();
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.AreEqual(0, process.ExitCode, $"{await said}\n{await complained}");
    }

    /// <summary>A new folder that belongs to the servers' user.</summary>
    public static async Task<DirectoryInfo> Folder(string prefix)
    {
        var folder = Directory.CreateTempSubdirectory(prefix);
        if (Environment.IsPrivilegedProcess)
        {
            using var change = Process.Start("chown", [Owner().Name, folder.FullName]);
            await change.WaitForExitAsync();
        }

        return folder;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static int[] ChildrenOf(int processId) =>
        [
            .. File.ReadAllText($"/proc/{processId}/task/{processId}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
        ];

    public static Task AreGone(params int[] processes) => ApiProcess.Eventually(
        () => Task.FromResult(processes.All(IsDead)), () => $"{string.Join(' ', processes)} do not end.");

    public static void Remove(DirectoryInfo folder)
    {
        if (folder.Exists)
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Sends the server a signal and returns once it has ended.</summary>
    public Task End(int signal)
    {
        Signals.Send(ProcessId, signal);
        return AreGone(ProcessId);
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    // A zombie is dead too, and not yet buried by the shell.
    private static bool IsDead(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static ProcessStartInfo AsOwner(DirectoryInfo folder, string[] words)
    {
        var (_, user, group) = Owner();
        string[] all = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid", user, "--regid", group, "--clear-groups", .. words]
            : words;
        return new ProcessStartInfo(all[0], all[1..])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static (string Name, string User, string Group) Owner()
    {
        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .ToDictionary(fields => fields[0], fields => (fields[0], fields[2], fields[3]));
        return known[Unprivileged.First(known.ContainsKey)];
    }
}
