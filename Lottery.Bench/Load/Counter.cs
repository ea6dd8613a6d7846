using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Lottery.Bench.Load;

/// <summary>A demo house with as many sellers as wanted, each with a token of its own, and a draw that is open.</summary>
internal sealed class Counter
{
    private const int JugadasOnATicket = 5;

    private readonly List<string> _tokens = [];
    private readonly Guid _sorteoId;
    private readonly Guid _loteriaId;
    private readonly int _digits;

    private Counter(JsonElement sorteo)
    {
        _sorteoId = sorteo.GetProperty("id").GetGuid();
        _loteriaId = sorteo.GetProperty("loteriaId").GetGuid();
        _digits = sorteo.GetProperty("digits").GetInt32();
    }

    public int Sellers => _tokens.Count;

    public static async Task<Counter> Open(Uri api, IReadOnlyList<JsonElement> users, int sellers)
    {
        using var http = new HttpClient { BaseAddress = api };
        var banca = users.First(user => Text(user, "role") == "BANCA");
        await LogIn(http, Text(banca, "username"), Text(banca, "password"));
        // The last of them: the first may close while the bench runs.
        var sorteo = (await Rows(http, "sorteos?status=OPEN&pageSize=100"))
            .MaxBy(row => Text(row, "scheduledAt"), StringComparer.Ordinal);
        var ventana = (await Rows(http, "ventanas")).First().GetProperty("id").GetGuid();
        var counter = new Counter(sorteo);
        for (var number = 0; number < sellers; number++)
        {
            var (username, password) = ($"bench{number}", $"bench-password-{number}");
            using var made = await http.PostAsJsonAsync("vendedores", new
            {
                ventanaId = ventana,
                code = $"B{number}",
                name = $"Bench {number}",
                username,
                password,
            });
            made.EnsureSuccessStatusCode();
            using var seller = new HttpClient { BaseAddress = api };
            counter._tokens.Add(await LogIn(seller, username, password));
        }

        return counter;
    }

    /// <summary>One seller's request for a ticket.</summary>
    public HttpRequestMessage Sale(Uri api, int seller)
    {
        var random = Random.Shared;
        var numbers = Enumerable.Range(0, JugadasOnATicket)
            .Select(_ => random.Next((int)Math.Pow(10, _digits)).ToString(provider: null).PadLeft(_digits, '0'))
            .Distinct();
        return new HttpRequestMessage(HttpMethod.Post, new Uri(api, "tickets"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", _tokens[seller]) },
            Content = JsonContent.Create(new
            {
                loteriaId = _loteriaId,
                sorteoId = _sorteoId,
                jugadas = numbers.Select(number => new { type = "NUMERO", number, amount = 500 }).ToArray(),
            }),
        };
    }

    private static async Task<string> LogIn(HttpClient http, string username, string password)
    {
        using var answer = await http.PostAsJsonAsync("auth/login", new { username, password });
        answer.EnsureSuccessStatusCode();
        var token = Text(
            JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("data"), "accessToken");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return token;
    }

    private static async Task<IEnumerable<JsonElement>> Rows(HttpClient http, string path) =>
        JsonElement.Parse(await http.GetStringAsync(path)).GetProperty("data").EnumerateArray();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
