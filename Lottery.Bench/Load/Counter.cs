using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Lottery.Bench.Load;

/// <summary>A demo house with as many sellers as wanted, each with a token of its own, and a draw that is open.</summary>
internal sealed class Counter
{
    private const int JugadasOnATicket = 5;

    private readonly List<string> _tokens = [];
    private readonly List<Guid> _sellerIds = [];
    private readonly Guid _loteriaId;
    private readonly int _digits;

    private Counter(JsonElement sorteo, HttpClient banca)
    {
        SorteoId = sorteo.GetProperty("id").GetGuid();
        _loteriaId = sorteo.GetProperty("loteriaId").GetGuid();
        _digits = sorteo.GetProperty("digits").GetInt32();
        Banca = banca;
    }

    public int Sellers => _tokens.Count;

    public Guid SorteoId { get; }

    /// <summary>Who sells, in the order of their tokens.</summary>
    public IReadOnlyList<Guid> SellerIds => _sellerIds;

    /// <summary>A client that the banca has logged in with.</summary>
    public HttpClient Banca { get; }

    /// <summary>A number that is on every ticket; null for numbers as they fall.</summary>
    public string? HotNumber { get; set; }

    public static async Task<Counter> Open(Uri api, IReadOnlyList<JsonElement> users, int sellers)
    {
        var http = new HttpClient { BaseAddress = api };
        var banca = users.First(user => Text(user, "role") == "BANCA");
        await LogIn(http, Text(banca, "username"), Text(banca, "password"));
        // The last of them: the first may close while the bench runs.
        var sorteo = (await Rows(http, "sorteos?status=OPEN&pageSize=100"))
            .MaxBy(row => Text(row, "scheduledAt"), StringComparer.Ordinal);
        var ventana = (await Rows(http, "ventanas")).First().GetProperty("id").GetGuid();
        var counter = new Counter(sorteo, http);
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
            counter._sellerIds.Add(JsonElement.Parse(await made.Content.ReadAsStringAsync())
                .GetProperty("data").GetProperty("id").GetGuid());
            using var seller = new HttpClient { BaseAddress = api };
            counter._tokens.Add(await LogIn(seller, username, password));
        }

        return counter;
    }

    /// <summary>The numbers of a ticket, each once.</summary>
    public string[] Numbers()
    {
        var numbers = new HashSet<string>();
        if (HotNumber is not null)
        {
            numbers.Add(HotNumber);
        }

        while (numbers.Count < JugadasOnATicket)
        {
            numbers.Add(Random.Shared.Next((int)Math.Pow(10, _digits)).ToString(provider: null).PadLeft(_digits, '0'));
        }

        return [.. numbers];
    }

    /// <summary>The body of one seller's request for a ticket.</summary>
    public string Sale()
    {
        var jugadas = string.Join(
            ',', Numbers().Select(number => $$"""{"type":"NUMERO","number":"{{number}}","amount":500}"""));
        return $$"""{"loteriaId":"{{_loteriaId}}","sorteoId":"{{SorteoId}}","jugadas":[{{jugadas}}]}""";
    }

    /// <summary>A connection of its own for one seller.</summary>
    public SellerLine Line(Uri api, int seller) => new(new Uri(api, "tickets"), _tokens[seller]);

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
