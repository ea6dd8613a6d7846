using System.Text.Json;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;

namespace Lottery.Api.Commands;

/// <summary>
/// <c>demo --users-file PATH</c>: a banca to play with, made once, and draws for today and tomorrow, topped up every
/// time. Passwords are made on this machine and kept in the file alone.
/// </summary>
internal static class DemoCommand
{
    private const string Option = "--users-file";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> Run(string[] args)
    {
        if (Array.IndexOf(args, Option) is not (> 0 and var at) || at + 1 >= args.Length)
        {
            await Console.Error.WriteLineAsync($"demo needs {Option} PATH: where the users and their passwords are kept.");
            return 2;
        }

        return await Command.WithServices(args, services => Make(services, args[at + 1]));
    }

    private static async Task<int> Make(IServiceProvider services, string path)
    {
        var demo = new DemoData(
            services.GetRequiredService<LotteryDbContext>(),
            services.GetRequiredService<UserAdmission>(),
            services.GetRequiredService<UserChange>(),
            services.GetRequiredService<Passwords>(),
            services.GetRequiredService<SorteoSeeding>(),
            services.GetRequiredService<BusinessCalendar>());
        var users = Read(path);
        if (!await demo.Recognises(users))
        {
            users = await demo.Users();
            Write(path, users);
        }

        await demo.Draws();
        Show(users);
        return 0;
    }

    private static List<DemoUser> Read(string path) => File.Exists(path)
        ? JsonSerializer.Deserialize<List<DemoUser>>(File.ReadAllText(path), Json) ?? []
        : [];

    // The file is closed to others before the first password is in it.
    private static void Write(string path, IReadOnlyList<DemoUser> users)
    {
        File.Delete(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, users, Json);
    }

    private static void Show(IEnumerable<DemoUser> users)
    {
        Console.WriteLine($"{"username",-12} {"password",-18} {"role",-9} {"banca",-14} ventana");
        foreach (var user in users)
        {
            Console.WriteLine($"{user.Username,-12} {user.Password,-18} {user.Role,-9} {user.Banca,-14} {user.Ventana}");
        }
    }
}

/// <summary>A user of the demo, as kept in the file.</summary>
internal sealed record DemoUser(string Username, string Password, string Role, string? Banca, string? Ventana)
{
    public override string ToString() => Username;
}
