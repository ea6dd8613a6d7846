using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Ventanas;

internal sealed class VentanaConfiguration : IEntityTypeConfiguration<Ventana>
{
    public void Configure(EntityTypeBuilder<Ventana> builder)
    {
        builder.Property(v => v.Name).HasMaxLength(100);
        builder.Property(v => v.Code).HasMaxLength(10);
        builder.Property(v => v.CommissionMarginX).HasPrecision(7, 4);
        builder.Property(v => v.Address).HasMaxLength(255);
        builder.Property(v => v.Email).HasMaxLength(254);
        builder.Property(v => v.Phone).HasMaxLength(20);
        builder.Property(v => v.CommissionPolicyJson).HasColumnType("jsonb");
        builder.Property(v => v.Settings).HasColumnType("jsonb");
        builder.Property(v => v.DeletedReason).HasMaxLength(200);
        builder.HasOne(v => v.Banca).WithMany().HasForeignKey(v => v.BancaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(v => new { v.BancaId, v.Code }).IsUnique();
        // Lets tickets and users refer to a ventana together with its banca, so that the two cannot disagree.
        builder.HasAlternateKey(v => new { v.Id, v.BancaId });
        builder.ToTable(t => t.HasCheckConstraint(
            "ck_ventanas_commission_margin_x", "commission_margin_x between 0 and 100"));
    }
}
