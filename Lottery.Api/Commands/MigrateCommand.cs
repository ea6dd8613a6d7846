using Lottery.Data;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Commands;

/// <summary><c>migrate</c>: brings the database to the program's version. Safe to run twice, and from two hosts.</summary>
internal static class MigrateCommand
{
    public static Task<int> Run(string[] args) => Command.WithServices(args, async services =>
    {
        var db = services.GetRequiredService<LotteryDbContext>();
        var pending = (await db.Database.GetPendingMigrationsAsync()).ToList();
        await db.Database.MigrateAsync();
        Console.WriteLine(pending.Count == 0
            ? "The database is up to date."
            : $"Migrated: {string.Join(", ", pending)}.");
        return 0;
    });
}
