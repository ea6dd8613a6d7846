using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Users;

/// <summary>Hashes passwords with the framework's own hasher: PBKDF2, HMAC-SHA512.</summary>
public sealed class Passwords
{
    /// <summary>Iterations that OWASP asks of PBKDF2-HMAC-SHA512 (Password Storage Cheat Sheet, 2023 and since).</summary>
    private const int Iterations = 210_000;

    /// <summary>Shortest and longest password taken.</summary>
    public const int Shortest = 6, Longest = 100;

    private readonly PasswordHasher<string> _hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    // Verified against when there is no such user, so that the answer takes as long.
    private readonly string _decoy;

    public Passwords() => _decoy = Hash(Guid.CreateVersion7().ToString());

    public string Hash(string password) => _hasher.HashPassword(string.Empty, password);

    /// <summary>True when the password is the one behind <paramref name="hash"/>; a null hash costs as much.</summary>
    /// <param name="needsRehash">True when the hash is of an older cost and should be replaced.</param>
    public bool Verify(string? hash, string password, out bool needsRehash)
    {
        var result = _hasher.VerifyHashedPassword(string.Empty, hash ?? _decoy, password);
        needsRehash = result == PasswordVerificationResult.SuccessRehashNeeded;
        return hash is not null && result != PasswordVerificationResult.Failed;
    }
}
