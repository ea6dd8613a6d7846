namespace Lottery.Data.Users.Sessions;

/// <summary>How sessions are signed and how long they live. Section <c>Sessions</c>.</summary>
public sealed class SessionTokenOptions
{
    public const string Section = "Sessions";

    /// <summary>Fewest bytes of a signing secret: as many as the hash it keys.</summary>
    public const int ShortestSecret = 32;

    /// <summary>Signs access tokens. <c>JWT_ACCESS_SECRET</c>, at least 32 bytes.</summary>
    public string AccessSecret { get; set; } = "";

    /// <summary>Signs refresh tokens. <c>JWT_REFRESH_SECRET</c>, at least 32 bytes, another one.</summary>
    public string RefreshSecret { get; set; } = "";

    /// <summary>
    /// Secrets that signed before the present ones: what they signed is still taken, nothing new is signed with them.
    /// <c>JWT_ACCESS_SECRET_PREVIOUS</c> and <c>JWT_REFRESH_SECRET_PREVIOUS</c>, several parted by commas.
    /// </summary>
    public IReadOnlyList<string> PreviousAccessSecrets { get; set; } = [];

    /// <inheritdoc cref="PreviousAccessSecrets"/>
    public IReadOnlyList<string> PreviousRefreshSecrets { get; set; } = [];

    public TimeSpan AccessLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a session lasts that nobody renews. Each renewal starts it anew.</summary>
    public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long one login lasts however often it is renewed; then the password is asked again.</summary>
    public TimeSpan LongestLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>When a session of the chain that began at <paramref name="startedAt"/> runs out when renewed now.</summary>
    internal DateTimeOffset ExpiryOf(DateTimeOffset startedAt, DateTimeOffset now)
    {
        var (idle, longest) = (now + RefreshLifetime, startedAt + LongestLifetime);
        return idle < longest ? idle : longest;
    }
}
