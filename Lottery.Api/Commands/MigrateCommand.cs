using Lottery.Data;
using Lottery.Data.Persistence.Upgrades;

namespace Lottery.Api.Commands;

/// <summary>
/// <c>migrate [--app-role NAME]</c>: brings the database to the program's version, and grants the role that the processes
/// log in with what they need, again after every migration. Safe to run twice, and from two hosts. A database that is newer
/// than the program is refused.
/// </summary>
internal static class MigrateCommand
{
    private const string Option = "--app-role";

    public static async Task<int> Run(string[] args)
    {
        var role = Command.ValueOf(args, Option);
        if (role is null && args.Contains(Option))
        {
            await Console.Error.WriteLineAsync($"migrate knows {Option} NAME, the role that the processes log in with.");
            return 2;
        }

        return await Command.WithServices(args, async services =>
        {
            IReadOnlyList<string> pending;
            try
            {
                pending = await services.GetRequiredService<DatabaseUpgrade>().Run(CancellationToken.None);
            }
            catch (DatabaseTooNewException tooNew)
            {
                await Console.Error.WriteLineAsync(tooNew.Message);
                return 1;
            }

            Console.WriteLine(pending.Count == 0
                ? "The database is up to date."
                : $"Migrated: {string.Join(", ", pending)}.");
            var db = services.GetRequiredService<LotteryDbContext>();
            return await Grant(db, role is null ? await AppRole.Known(db) : [role]);
        });
    }

    private static async Task<int> Grant(LotteryDbContext db, List<string> roles)
    {
        foreach (var role in roles)
        {
            if (await AppRole.Grant(db, role) is { } wrong)
            {
                await Console.Error.WriteLineAsync(wrong);
                return 1;
            }

            Console.WriteLine($"The role {role} may do what the product needs.");
        }

        return 0;
    }
}
