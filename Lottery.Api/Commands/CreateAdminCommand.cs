using Lottery.Data.Users;

namespace Lottery.Api.Commands;

/// <summary>
/// <c>create-admin --username NAME [--name "FULL NAME"]</c>: an administrator of the installation. The password is the
/// first line of standard input, so that it is in no list of processes and no history of a shell.
/// </summary>
internal static class CreateAdminCommand
{
    private const string Usage =
        "create-admin needs --username NAME, and the password as the first line of standard input.";

    public static async Task<int> Run(string[] args)
    {
        var username = Command.ValueOf(args, "--username")?.Trim();
        if (username is not { Length: >= 3 and <= 32 })
        {
            await Console.Error.WriteLineAsync(username is null ? Usage : "The username must have 3 to 32 characters.");
            return 2;
        }

        var password = await Console.In.ReadLineAsync();
        if (password is not { Length: > 0 and <= Passwords.Longest })
        {
            await Console.Error.WriteLineAsync(
                string.IsNullOrEmpty(password) ? Usage : $"The password must have {Passwords.Longest} characters at most.");
            return 2;
        }

        var name = Command.ValueOf(args, "--name") ?? username;
        return await Command.WithServices(args, services => Create(services, name, username, password));
    }

    private static async Task<int> Create(IServiceProvider services, string name, string username, string password)
    {
        var created = await services.GetRequiredService<UserAdmission>()
            .Create(new NewUser(name, username, password, Role.Admin), Actor.System(), CancellationToken.None);
        if (created.IsRefused(out var refusal, out var admin))
        {
            await Console.Error.WriteLineAsync($"{refusal.Message} ({refusal.Code})");
            return 1;
        }

        Console.WriteLine($"The administrator {admin.Username} was created.");
        return 0;
    }
}
