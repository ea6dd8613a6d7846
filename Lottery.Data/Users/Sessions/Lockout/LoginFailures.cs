using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Users.Sessions.Lockout;

/// <summary>How often logging in has failed lately, for one account name or from one address.</summary>
public sealed class LoginFailures
{
    /// <summary>SHA-256 of what is counted: people type passwords into the wrong box.</summary>
    public required byte[] Key { get; init; }

    public required int Count { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Until then no password is even looked at; null while there were too few failures for that.</summary>
    public DateTimeOffset? LockedUntil { get; init; }
}

internal sealed class LoginFailuresConfiguration : IEntityTypeConfiguration<LoginFailures>
{
    public void Configure(EntityTypeBuilder<LoginFailures> builder)
    {
        builder.HasKey(f => f.Key);
        // Serves the purge of what is long past.
        builder.HasIndex(f => f.LastAt);
    }
}
