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
    // The present key first; sessions made before a rotation have secrets of an earlier one.
    private readonly IReadOnlyList<byte[]> _keys =
    [
        Encoding.UTF8.GetBytes(options.Value.RefreshSecret),
        .. options.Value.PreviousRefreshSecrets.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>The secret of a session that is about to be made.</summary>
    public string Of(Guid sessionId) => Derive(_keys[0], sessionId);

    /// <summary>The secret that a session was made with, whichever key was the present one then.</summary>
    public string Of(Session session) =>
        _keys.Select(key => Derive(key, session.Id))
            .FirstOrDefault(secret => Session.HashOf(secret).AsSpan().SequenceEqual(session.TokenHash))
        ?? Of(session.Id);

    private static string Derive(byte[] key, Guid sessionId) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, sessionId.ToByteArray(bigEndian: true)));
}
