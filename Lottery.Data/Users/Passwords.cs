using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Users;

/// <summary>
/// Hashes passwords with the framework's own hasher: PBKDF2, HMAC-SHA512. A hash costs a good part of a second of one
/// core, so only as many are made at once as there are cores to spare: a flood of logins waits, everything else goes on.
/// </summary>
public sealed class Passwords : IDisposable
{
    /// <summary>Iterations that OWASP asks of PBKDF2-HMAC-SHA512 (Password Storage Cheat Sheet, 2023 and since).</summary>
    private const int Iterations = 210_000;

    /// <summary>Shortest and longest password that is looked at; how short a new one may be is an option.</summary>
    public const int Shortest = 6, Longest = 100;

    private readonly PasswordHasher<string> _hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly int _shortest;

    // Verified against when there is no such user, so that the answer takes as long.
    private readonly string _decoy;

    public Passwords(IOptions<PasswordOptions> options)
    {
        _shortest = options.Value.Shortest;
        _decoy = _hasher.HashPassword(string.Empty, Guid.CreateVersion7().ToString());
    }

    /// <summary>The refusal for a new password that is too short, else null.</summary>
    public Refusal? Check(string password) =>
        password.Length < _shortest ? UserRefusals.PasswordTooShort(_shortest) : null;

    public async Task<string> Hash(string password, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => _hasher.HashPassword(string.Empty, password), cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Whether the password is the one behind <paramref name="hash"/>. No hash costs as much as a wrong one.</summary>
    public async Task<PasswordMatch> Verify(string? hash, string password, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var result = await Task.Run(
                () => _hasher.VerifyHashedPassword(string.Empty, hash ?? _decoy, password), cancellationToken);
            return hash is null || result == PasswordVerificationResult.Failed ? PasswordMatch.None
                : result == PasswordVerificationResult.SuccessRehashNeeded ? PasswordMatch.OfOlderCost
                : PasswordMatch.Full;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}

/// <summary>How a password and a hash go together.</summary>
public enum PasswordMatch
{
    None,

    Full,

    /// <summary>They match, but the hash is of an older cost and should be replaced.</summary>
    OfOlderCost,
}

/// <summary>What a new password must be. Section <c>Passwords</c>.</summary>
public sealed class PasswordOptions
{
    public const string Section = "Passwords";

    /// <summary>Fewest characters of a new password. Older, shorter ones go on opening their account.</summary>
    public int Shortest { get; set; } = 10;

    internal bool IsUsable => Shortest is >= Passwords.Shortest and <= Passwords.Longest;
}
