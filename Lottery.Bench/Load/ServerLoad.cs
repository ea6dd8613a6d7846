using System.Globalization;
using Npgsql;

namespace Lottery.Bench.Load;

/// <summary>Processor time of the PostgreSQL server on this machine, its children included.</summary>
internal sealed class ServerLoad : IAsyncDisposable
{
    private static readonly double TicksPerSecond = 100;

    private readonly NpgsqlConnection _connection;
    private readonly int _postmaster;

    private ServerLoad(NpgsqlConnection connection, int postmaster) =>
        (_connection, _postmaster) = (connection, postmaster);

    /// <summary>Used so far by the server's processes that live now.</summary>
    public TimeSpan Cpu => TimeSpan.FromSeconds(
        Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[^1])).Select(Stat).OfType<string[]>()
            .Where(stat => stat[1] == _postmaster.ToString(CultureInfo.InvariantCulture))
            .Sum(stat => long.Parse(stat[11], CultureInfo.InvariantCulture)
                + long.Parse(stat[12], CultureInfo.InvariantCulture)) / TicksPerSecond);

    public static async Task<ServerLoad> Open(string database)
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var backend = connection.ProcessID.ToString(CultureInfo.InvariantCulture);
        var parent = Stat($"/proc/{backend}")?[1]
            ?? throw new InvalidOperationException("The server does not run on this machine.");
        return new ServerLoad(connection, int.Parse(parent, CultureInfo.InvariantCulture));
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // State, parent and so on: what follows the name, which may hold anything, in brackets.
    private static string[]? Stat(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
