using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Tickets;

/// <summary>
/// The answer to a request that named a key, written in the transaction of the act. A key belongs to the actor and the
/// operation: nobody can read another's answer with it.
/// </summary>
public sealed class IdempotencyRecord
{
    public required Guid UserId { get; init; }

    /// <summary>Stable name of the operation, e.g. <c>ticket.sell</c>.</summary>
    public required string Operation { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the request's meaning, so that order of keys and white space do not count.</summary>
    public required byte[] PayloadHash { get; init; }

    /// <summary>The answer, as JSON text, so that a replay is the same to the letter.</summary>
    public required string Response { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class IdempotencyRecordConfiguration : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.HasKey(r => new { r.UserId, r.Operation, r.Key });
        builder.Property(r => r.Operation).HasMaxLength(40);
        builder.Property(r => r.Key).HasMaxLength(100);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
