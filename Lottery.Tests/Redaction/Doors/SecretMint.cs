using System.Globalization;
using System.Text;

namespace Lottery.Tests.Redaction.Doors;

/// <summary>Makes secrets of every kind, no two alike and always the same, and remembers what to look for.</summary>
internal sealed class SecretMint(int seed)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Random _random = new(seed);
    private readonly List<string> _made = [];

    /// <summary>What may be found nowhere.</summary>
    public IReadOnlyList<string> Made => _made;

    /// <summary>One of each kind that is found by its look, as it stands in a text.</summary>
    public IEnumerable<string> OfEveryLook() =>
    [
        .. OfEveryPlainLook(),
        $"\"apiKey\":\"{Opaque()}\"",
        $"https://lottery:{Opaque()}@host.example/x",
        $"/x?page=1&access_token={Opaque()}&size=2",
        $"Host=db;Username=lottery;Password={Opaque()};Database=lottery",
        $"-----BEGIN PRIVATE KEY-----{Opaque()}-----END PRIVATE KEY-----",
    ];

    /// <summary>Those that can stand in a path, a header or a short text as well.</summary>
    public IEnumerable<string> OfEveryPlainLook() =>
    [
        Keep($"eyJ{Letters(20)}.eyJ{Letters(12)}.{Letters(20)}"),
        $"Bearer {Opaque()}",
        $"Basic {Keep(Convert.ToBase64String(Encoding.ASCII.GetBytes("user:" + Letters(9))))}",
        $"password={Opaque()}",
        Keep(Card("")),
        Keep(Card("-")),
        Keep($"{Digits(1, '1', '7')}{Digits(2)}-{Digits(2, '1')}-{Digits(4, '1')}"),
        Keep($"{Digits(1, '1', '7')}-0{Digits(3)}-{Digits(4)}"),
        Keep($"{Digits(1, '1', '7')}0{Digits(7)}"),
        $"{Keep("ana." + Letters(10).ToLowerInvariant())}@correo.co.cr",
        Keep($"8{Digits(3)}-{Digits(4)}"),
        Keep($"7{Digits(7)}"),
        $"+506 {Keep($"6{Digits(3)} {Digits(4)}")}",
    ];

    /// <summary>One that only its name gives away.</summary>
    public string Opaque() => Keep($"Zq{Letters(14)}");

    public int Pin() => int.Parse(Keep($"9{Digits(5)}"), CultureInfo.InvariantCulture);

    private string Card(string separator)
    {
        var digits = $"4{Digits(14)}";
        var check = Enumerable.Range(0, 10).First(last => IsLuhn($"{digits}{last}"));
        return string.Join(separator, $"{digits}{check}".Chunk(4).Select(group => new string(group)));
    }

    private static bool IsLuhn(string digits) => digits.Reverse().Select((digit, index) =>
        (digit - '0') * (index % 2 + 1)).Sum(value => value > 9 ? value - 9 : value) % 10 == 0;

    private string Keep(string secret)
    {
        Assert.DoesNotContain(secret, _made, "The seed makes a secret twice.");
        _made.Add(secret);
        return secret;
    }

    private string Letters(int count) => new(_random.GetItems<char>(Alphabet, count));

    private string Digits(int count, char from = '0', char to = '9') => string.Concat(
        Enumerable.Range(0, count).Select(_ => (char)_random.Next(from, to + 1)));
}
