using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Activity;

internal sealed class ActivityLogConfiguration : IEntityTypeConfiguration<ActivityLog>
{
    public void Configure(EntityTypeBuilder<ActivityLog> builder)
    {
        builder.Property(a => a.TargetType).HasMaxLength(40);
        builder.Property(a => a.TargetId).HasMaxLength(100);
        builder.Property(a => a.Details).HasColumnType("jsonb");
        builder.Property(a => a.RequestId).HasMaxLength(64);
        builder.Property(a => a.IpAddress).HasMaxLength(45);
        builder.HasOne(a => a.User).WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Restrict);
        // Serve a banca's page of the trail, the trail of one thing and of one person, and the daily retention.
        builder.HasIndex(a => new { a.BancaId, a.CreatedAt });
        builder.HasIndex(a => new { a.TargetId, a.CreatedAt });
        builder.HasIndex(a => new { a.UserId, a.CreatedAt });
        builder.HasIndex(a => a.CreatedAt);
    }
}
