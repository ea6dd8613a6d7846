using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lottery.Data;
using Lottery.Data.Users;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Fuzz;

/// <summary>Two houses and who calls: somebody of every role in ours, an administrator, and nobody.</summary>
internal sealed partial class Cast : IDisposable
{
    public const string Admin = "ADMIN";
    public const string Nobody = "nobody";

    public static readonly string[] Roles = [Admin, "BANCA", "VENTANA", "VENDEDOR", Nobody];

    private readonly World _world;
    private readonly Dictionary<string, string> _names;
    private readonly Dictionary<string, string> _tokens = [];
    private readonly SemaphoreSlim _renewing = new(1);

    private Cast(World world, House ours, House theirs)
    {
        (_world, Ours, Theirs) = (world, ours, theirs);
        _names = ours.People.ToDictionary(person => person.Key, person => person.Value.Username);
    }

    public House Ours { get; }

    public House Theirs { get; }

    /// <summary>A house of its own, so that nothing that befell another one matters.</summary>
    public static async Task<Cast> Gather(World world, House theirs)
    {
        var cast = new Cast(world, await House.Furnish(world), theirs);
        await cast.Appoint();
        foreach (var role in cast._names.Keys)
        {
            await cast.LogIn(role);
        }

        return cast;
    }

    public string? TokenOf(string role)
    {
        lock (_tokens)
        {
            return _tokens.GetValueOrDefault(role);
        }
    }

    /// <summary>Draws our sorteo, so that there is something to pay; what is sold after this is refused.</summary>
    public Task Draw() => Ours.Game.Evaluate(Ours.SorteoId, "27");

    /// <summary>
    /// Logs in again who was logged out by what the fuzzing did, and puts right what keeps somebody from it. Who still
    /// cannot goes on without.
    /// </summary>
    public async Task Renew(string role, string? lost)
    {
        await _renewing.WaitAsync();
        try
        {
            if (lost is not null && lost == $"Bearer {TokenOf(role)}")
            {
                if (Ours.People.TryGetValue(role, out var person))
                {
                    await Mend(person);
                }

                else
                {
                    await Appoint();
                }

                await LogIn(role);
            }
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>Points a request at what it is about in a house: path, query and ids of its body.</summary>
    public static void Aim(Shot shot, House house)
    {
        shot.Path = PathOf(shot.Operation, house, id => id);
        shot.Query.Clear();
        var target = shot.Operation.At("", house.Query);
        if (target.IndexOf('?', StringComparison.Ordinal) is > 0 and var start)
        {
            shot.Query.AddRange(target[(start + 1)..].Split('&').Select(pair => pair.Split('='))
                .Select(pair => (pair[0], pair[1])));
        }
    }

    /// <summary>The operation's path with what <paramref name="bend"/> makes of each id in it.</summary>
    public static string PathOf(ServedOperation operation, House house, Func<string, string> bend)
    {
        if (!operation.Path.Contains('{', StringComparison.Ordinal))
        {
            return operation.Path;
        }

        var (ids, next) = (house.KeyFor(operation.Path).Split('/'), 0);
        return Parameter().Replace(operation.Path, _ => bend(ids[next++ % ids.Length]));
    }

    /// <summary>Puts ids of our house where an example names made-up ones.</summary>
    public void MakeOurs(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                {
                    MakeOurs(item);
                }

                break;
            case JsonObject body:
                foreach (var (name, value) in body.ToList())
                {
                    if (value is JsonValue text && Guid.TryParse(text.ToString(), out _))
                    {
                        body[name] = IdOf(name);
                    }

                    MakeOurs(value);
                }

                break;
        }
    }

    /// <summary>What of our house a member of a body names.</summary>
    public string IdOf(string name) => name switch
    {
        "loteriaId" => Ours.Game.LoteriaId.ToString(),
        "sorteoId" or "appliesToSorteoId" => Ours.SorteoId.ToString(),
        "ventanaId" => Ours.VentanaId.ToString(),
        "bancaId" or "bancaIds" => Ours.Banca.Id.ToString(),
        "vendedorId" => Ours.Vendedor.Id.ToString(),
        "multiplierId" => Ours.Game.NumeroId.ToString(),
        "extraMultiplierId" => Ours.Game.ReventadoId.ToString(),
        _ => Guid.CreateVersion7().ToString(),
    };

    public void Dispose() => _renewing.Dispose();

    // The world's own administrator takes no part: somebody has to be there to mend things.
    private async Task Appoint()
    {
        _names[Admin] = _world.Name("root");
        var outcome = await _world.Host.InDatabase((_, services) => services.GetRequiredService<UserAdmission>()
            .Create(new NewUser("Root", _names[Admin], World.Password, Role.Admin), Actor.System(), default));
        Assert.IsNull(outcome.Refusal);
    }

    private async Task Mend(Person person)
    {
        var admin = _world.Admin;
        await admin.Patch($"/bancas/{Ours.Banca.Id}/restore");
        await admin.Patch($"/ventanas/{Ours.VentanaId}/restore");
        await admin.Patch($"/users/{person.Id}/restore");
        await admin.Patch($"/users/{person.Id}", new { username = person.Username, password = World.Password });
        await admin.Patch($"/loterias/{Ours.Game.LoteriaId}/restore");
    }

    private async Task LogIn(string role)
    {
        using var anonymous = _world.Host.Anonymous();
        var answer = await anonymous.Post("/auth/login", new { username = _names[role], password = World.Password });
        lock (_tokens)
        {
            if ((int)answer.Status == 200)
            {
                _tokens[role] = answer.Data.Text("accessToken");
            }
            else
            {
                _tokens.Remove(role);
            }
        }
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
