using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Accounts.Closings;

/// <summary>
/// A month of an account that is over: what it began with, what it brought, what it ended with. Written when the month is
/// closed and again whenever something is posted to a day of it or of one before.
/// </summary>
public sealed class MonthlyClosing
{
    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }

    public required Guid BancaId { get; init; }

    public required AccountLevel Level { get; init; }

    public required Guid EntityId { get; init; }

    /// <summary>Saldo at the end of the month before, colones.</summary>
    public decimal Opening { get; init; }

    public decimal Sales { get; init; }

    public decimal Payouts { get; init; }

    public decimal VendedorCommission { get; init; }

    public decimal ListeroCommission { get; init; }

    public decimal Paid { get; init; }

    public decimal Collected { get; init; }

    public decimal Reset { get; init; }

    public int Tickets { get; init; }

    /// <summary>What the month changed the saldo by.</summary>
    public decimal Net { get; init; }

    /// <summary>Saldo at the end of the month.</summary>
    public decimal Closing { get; init; }

    public DateTimeOffset ClosedAt { get; init; }
}

internal sealed class MonthlyClosingConfiguration : IEntityTypeConfiguration<MonthlyClosing>
{
    public void Configure(EntityTypeBuilder<MonthlyClosing> builder)
    {
        builder.HasKey(c => new { c.Month, c.BancaId, c.Level, c.EntityId });
        Sums.AreWide(builder);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => new { c.BancaId, c.Level, c.EntityId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_monthly_closings_first_day", "extract(day from month) = 1");
            t.HasCheckConstraint("ck_monthly_closings_adds_up", "closing = opening + net");
        });
    }
}
