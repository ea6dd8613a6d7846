using System.Net;
using Npgsql;

namespace Lottery.Data.Persistence.Disk;

/// <summary>
/// Finds the files of a server that runs on this machine. That its address is the loopback's does not say so: a tunnel,
/// a pooler or a container may be between. That the process which serves us is among ours does.
/// </summary>
internal static class LocalServer
{
    /// <summary>The server's data directory; null when it is on another machine, or nobody tells where.</summary>
    public static async Task<string?> DataDirectory(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!IsLoopback(connection.Host))
        {
            return null;
        }

        await using var asking = new NpgsqlCommand("select pg_backend_pid()", connection);
        var backend = (int)(await asking.ExecuteScalarAsync(cancellationToken))!;
        if (ReadProc(backend, "comm")?.Trim() is not "postgres")
        {
            return null;
        }

        var folder = await Told(connection, cancellationToken) ?? OfCommandLine(backend);
        return folder is not null && Directory.Exists(folder) ? folder : null;
    }

    // A folder is the host of a unix socket.
    private static bool IsLoopback(string? host) => host is { Length: > 0 }
        && (host[0] is '/' or '@' || host == "localhost"
            || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)));

    // Only superusers and members of pg_read_all_settings are told.
    private static async Task<string?> Told(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var asking = new NpgsqlCommand("show data_directory", connection);
            return await asking.ExecuteScalarAsync(cancellationToken) as string;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
    }

    // Everybody may read how the server was started: postgres -D FOLDER.
    private static string? OfCommandLine(int backend)
    {
        var parent = ReadProc(backend, "status")?.Split('\n')
            .Select(line => line.Split('\t'))
            .Where(fields => fields is ["PPid:", _])
            .Select(fields => fields[1]).FirstOrDefault();
        var words = parent is null ? [] : ReadProc(int.Parse(parent, null), "cmdline")?.Split('\0') ?? [];
        var flag = Array.IndexOf(words, "-D");
        return flag >= 0 && flag + 1 < words.Length && Path.IsPathRooted(words[flag + 1]) ? words[flag + 1] : null;
    }

    private static string? ReadProc(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
