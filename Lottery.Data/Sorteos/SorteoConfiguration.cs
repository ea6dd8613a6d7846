using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Sorteos;

internal sealed class SorteoConfiguration : IEntityTypeConfiguration<Sorteo>, IEntityTypeConfiguration<SorteoResult>
{
    public void Configure(EntityTypeBuilder<Sorteo> builder)
    {
        builder.Property(s => s.Name).HasMaxLength(100);
        builder.Property(s => s.WinningNumber).HasMaxLength(3);
        builder.Property(s => s.ExtraMultiplierX).HasPrecision(10, 4);
        builder.Property(s => s.ExtraOutcomeCode).HasMaxLength(50);
        builder.Property(s => s.DeletedReason).HasMaxLength(200);
        builder.HasOne(s => s.Loteria).WithMany().HasForeignKey(s => s.LoteriaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(s => s.ExtraMultiplier).WithMany().HasForeignKey(s => s.ExtraMultiplierId)
            .OnDelete(DeleteBehavior.Restrict);
        // The lotería decides the banca, so this also keeps global draws apart.
        builder.HasIndex(s => new { s.LoteriaId, s.ScheduledAt }).IsUnique();
        // Serves a banca's list, newest first.
        builder.HasIndex(s => new { s.BancaId, s.ScheduledAt });
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_sorteos_digits", "digits in (2, 3)");
            t.HasCheckConstraint("ck_sorteos_result_exactly_when_evaluated",
                "(status = 'EVALUATED') = (winning_number is not null)");
        });
    }

    public void Configure(EntityTypeBuilder<SorteoResult> builder)
    {
        builder.Property(r => r.WinningNumber).HasMaxLength(3);
        builder.Property(r => r.ExtraMultiplierX).HasPrecision(10, 4);
        builder.Property(r => r.RevertReason).HasMaxLength(200);
        builder.HasOne<Sorteo>().WithMany().HasForeignKey(r => r.SorteoId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => r.SorteoId).IsUnique().HasFilter("reverted_at is null")
            .HasDatabaseName("ux_sorteo_results_one_standing");
    }
}
