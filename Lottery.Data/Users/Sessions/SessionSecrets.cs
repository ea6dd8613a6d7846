using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Users.Sessions;

/// <summary>
/// The secret inside a refresh token, derived from the session's id and a key that is not in the database. Rows hold
/// only its hash, so a stolen table opens nothing, yet a second tab can be given its successor's token again.
/// </summary>
public sealed class SessionSecrets(IOptions<SessionTokenOptions> options)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Value.RefreshSecret);

    public string Of(Guid sessionId) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, sessionId.ToByteArray(bigEndian: true)));
}
