using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Users.Sessions;

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.Property(s => s.DeviceId).HasMaxLength(255);
        builder.Property(s => s.DeviceName).HasMaxLength(255);
        builder.Property(s => s.UserAgent).HasMaxLength(400);
        builder.Property(s => s.IpAddress).HasMaxLength(45);
        builder.Property(s => s.RevokedReason).HasMaxLength(40);
        builder.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(s => s.TokenHash).IsUnique();
        // Serve displacement at login, the list of a user's sessions and its purge, the banca's limit, revocation of a
        // chain, and what may be forgotten.
        builder.HasIndex(s => new { s.UserId, s.LastUsedAt });
        builder.HasIndex(s => s.BancaId).HasFilter("revoked_at is null");
        builder.HasIndex(s => s.FamilyId);
        builder.HasIndex(s => s.ExpiresAt);
    }
}
