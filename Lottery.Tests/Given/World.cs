using System.Text.Json;
using Lottery.Data;
using Lottery.Data.Users;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Given;

/// <summary>
/// An API with an administrator, and short ways to make what a test needs through the front door. A banca comes with
/// everything a sale needs.
/// </summary>
public sealed class World : IAsyncDisposable
{
    public const string Password = "una-clave-larga";
    private int _names;

    private World(ApiHost host, ApiClient admin) => (Host, Admin) = (host, admin);

    public ApiHost Host { get; }

    public ApiClient Admin { get; }

    public DateTimeOffset Now => Host.Clock.GetUtcNow();

    public static async Task<World> Create(ApiHost? host = null)
    {
        host ??= await ApiHost.Start();
        var outcome = await host.InDatabase((_, services) => services.GetRequiredService<UserAdmission>()
            .Create(new NewUser("Admin", "admin", Password, Role.Admin), Actor.System(), default));
        Assert.IsNull(outcome.Refusal);
        return new World(host, await LogIn(host, "admin"));
    }

    public static async Task<ApiClient> LogIn(ApiHost host, string username)
    {
        using var anonymous = host.Anonymous();
        var answer = await anonymous.Post("/auth/login", new { username, password = Password });
        return host.WithToken(answer.Data.Text("accessToken"));
    }

    public Task<ApiClient> LogIn(string username) => LogIn(Host, username);

    /// <summary>A name that no other thing of this world has.</summary>
    public string Name(string kind) => $"{kind}{Interlocked.Increment(ref _names)}";

    public async Task<BancaWorld> Banca()
    {
        var code = Name("B");
        var banca = await Admin.Post("/bancas", new { name = $"Banca {code}", code });
        return new BancaWorld(this, banca.Data.Id());
    }

    /// <summary>A user made by the administrator, logged in.</summary>
    public async Task<Person> User(string role, object where)
    {
        var username = Name(role.ToLowerInvariant());
        var body = JsonSerializer.SerializeToNode(where)!.AsObject();
        body["name"] = $"Nombre de {username}";
        body["username"] = username;
        body["password"] = Password;
        body["role"] = role;
        var answer = await Admin.Post("/users", body);
        return new Person(answer.Data.Id(), username, await LogIn(username));
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Host.DisposeAsync();
    }
}

/// <summary>Somebody who is logged in.</summary>
public sealed record Person(Guid Id, string Username, ApiClient Client);
