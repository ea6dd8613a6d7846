using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Loterias;

internal sealed class LoteriaConfiguration : IEntityTypeConfiguration<Loteria>, IEntityTypeConfiguration<LoteriaMultiplier>
{
    public void Configure(EntityTypeBuilder<Loteria> builder)
    {
        builder.Property(l => l.Name).HasMaxLength(100);
        builder.Property(l => l.RulesJson).HasColumnType("jsonb");
        builder.Property(l => l.DeletedReason).HasMaxLength(200);
        builder.Ignore(l => l.Rules);
        builder.HasIndex(l => new { l.BancaId, l.Name }).IsUnique().AreNullsDistinct(false);
    }

    public void Configure(EntityTypeBuilder<LoteriaMultiplier> builder)
    {
        builder.Property(m => m.Name).HasMaxLength(32);
        builder.Property(m => m.ValueX).HasPrecision(10, 4);
        builder.HasOne(m => m.Loteria).WithMany().HasForeignKey(m => m.LoteriaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(m => new { m.LoteriaId, m.Name }).IsUnique().HasFilter("is_active");
        builder.ToTable(t => t.HasCheckConstraint("ck_loteria_multipliers_value_x", "value_x > 0"));
    }
}
