using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Tickets;

internal sealed class TicketConfiguration
    : IEntityTypeConfiguration<Ticket>, IEntityTypeConfiguration<Jugada>, IEntityTypeConfiguration<TicketPayment>
{
    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.Property(t => t.TicketNumber).HasMaxLength(24);
        builder.Property(t => t.ClienteNombre).HasMaxLength(100);
        builder.Property(t => t.DeletedReason).HasMaxLength(200);
        builder.HasOne(t => t.Sorteo).WithMany().HasForeignKey(t => t.SorteoId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Loteria).WithMany().HasForeignKey(t => t.LoteriaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Ventana).WithMany()
            .HasForeignKey(t => new { t.VentanaId, t.BancaId })
            .HasPrincipalKey(v => new { v.Id, v.BancaId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(t => t.VendedorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(t => t.CreatedBy).OnDelete(DeleteBehavior.Restrict);

        // Every index is paid for by every sale. The number serves the counter's look-up, the sorteo evaluation and
        // its lists, the other two the lists of a banca and of a seller.
        builder.HasIndex(t => t.TicketNumber).IsUnique();
        builder.HasIndex(t => t.SorteoId);
        builder.HasIndex(t => new { t.BancaId, t.BusinessDate });
        builder.HasIndex(t => new { t.VendedorId, t.BusinessDate });
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_tickets_total_amount", "total_amount > 0");
            t.HasCheckConstraint("ck_tickets_paid_within_prize", "total_paid between 0 and total_payout");
            t.HasCheckConstraint("ck_tickets_prize_only_for_winners", "(total_payout > 0) = is_winner");
        });
    }

    public void Configure(EntityTypeBuilder<Jugada> builder)
    {
        builder.HasKey(j => new { j.TicketId, j.Line });
        builder.Property(j => j.Number).HasMaxLength(3);
        builder.Property(j => j.FinalMultiplierX).HasPrecision(10, 4);
        builder.Property(j => j.CommissionPercent).HasPrecision(5, 2);
        builder.Property(j => j.CommissionRuleId).HasMaxLength(100);
        builder.Property(j => j.ExcludedReason).HasMaxLength(500);
        builder.Property(j => j.IsExcluded).HasDefaultValue(false);
        builder.HasOne<Ticket>().WithMany(t => t.Jugadas).HasForeignKey(j => j.TicketId)
            .OnDelete(DeleteBehavior.Restrict);
        // Serves evaluation: the winners of a sorteo are the jugadas on one number.
        builder.HasIndex(j => new { j.SorteoId, j.Number });
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_jugadas_amount", "amount > 0");
            t.HasCheckConstraint("ck_jugadas_payout_only_for_winners", "is_winner = (payout is not null)");
            t.HasCheckConstraint("ck_jugadas_excluded_does_not_win", "not (is_excluded and is_winner)");
            t.HasCheckConstraint("ck_jugadas_commission_percent", "commission_percent between 0 and 100");
        });
    }

    public void Configure(EntityTypeBuilder<TicketPayment> builder)
    {
        builder.Property(p => p.Notes).HasMaxLength(500);
        builder.Property(p => p.ReverseReason).HasMaxLength(500);
        builder.HasOne<Ticket>().WithMany(t => t.Payments).HasForeignKey(p => p.TicketId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(p => p.PaidById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.TicketId);
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_ticket_payments_amount_paid", "amount_paid > 0");
            t.HasCheckConstraint("ck_ticket_payments_reversed_by", "is_reversed = (reversed_at is not null)");
        });
    }
}
