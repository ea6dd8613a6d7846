using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Lottery.Api.Auth;

/// <summary>
/// The keys of one kind of token. The present one signs; those before it are still known by their id (<c>kid</c>), so
/// that secrets can be changed without logging anybody out.
/// </summary>
internal sealed class SigningKeys
{
    private readonly Dictionary<string, SymmetricSecurityKey> _byId = [];

    public SigningKeys(string present, IEnumerable<string> previous)
    {
        Present = Key(present);
        foreach (var key in previous.Select(Key).Prepend(Present))
        {
            _byId.TryAdd(key.KeyId, key);
        }
    }

    public SymmetricSecurityKey Present { get; }

    /// <summary>The key of the id; none for an id that is not known, or for a token that names none.</summary>
    public IEnumerable<SecurityKey> Find(string? id) =>
        id is not null && _byId.TryGetValue(id, out var key) ? [key] : [];

    // The id tells secrets apart without telling anything about them: half of a hash.
    private static SymmetricSecurityKey Key(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return new SymmetricSecurityKey(bytes) { KeyId = IdOf(secret) };
    }

    internal static string IdOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"kid {secret}")).AsSpan(0, 8));
}
