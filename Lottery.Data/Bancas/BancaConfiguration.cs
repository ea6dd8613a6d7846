using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Bancas;

internal sealed class BancaConfiguration : IEntityTypeConfiguration<Banca>
{
    public void Configure(EntityTypeBuilder<Banca> builder)
    {
        builder.Property(b => b.Name).HasMaxLength(100);
        builder.Property(b => b.Code).HasMaxLength(20);
        builder.Property(b => b.Email).HasMaxLength(254);
        builder.Property(b => b.Address).HasMaxLength(200);
        builder.Property(b => b.Phone).HasMaxLength(20);
        builder.Property(b => b.CommissionPolicyJson).HasColumnType("jsonb");
        builder.Property(b => b.DeletedReason).HasMaxLength(200);
        builder.HasIndex(b => b.Name).IsUnique();
        builder.HasIndex(b => b.Code).IsUnique();
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_bancas_sales_cutoff_minutes", "sales_cutoff_minutes >= 1");
            t.HasCheckConstraint("ck_bancas_default_min_bet", "default_min_bet >= 0");
            t.HasCheckConstraint("ck_bancas_global_max_per_number", "global_max_per_number >= 0");
            t.HasCheckConstraint("ck_bancas_max_sessions_per_vendedor", "max_sessions_per_vendedor between 1 and 20");
            t.HasCheckConstraint("ck_bancas_vendor_limit", "vendor_limit >= 0");
            t.HasCheckConstraint("ck_bancas_session_limit", "session_limit >= 0");
            t.HasCheckConstraint("ck_bancas_activity_retention_days", "activity_retention_days >= 30");
        });
    }
}
