using Lottery.Data.Sorteos;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Tickets.Exposure;

/// <summary>
/// What a scope has staked on a number in a sorteo, colones: the sum of its live jugadas, changed in the transaction of
/// every sale, cancellation and restoration. Kept only for the sets that a limit asks for, see
/// <see cref="ExposureSet"/>.
/// </summary>
public sealed class NumberExposure
{
    public required Guid SorteoId { get; init; }

    /// <summary>Vendedor, ventana or banca.</summary>
    public required Guid ScopeId { get; init; }

    /// <summary>Which bets count: see <see cref="ExposureKind"/>.</summary>
    public required string Kind { get; init; }

    public required string Number { get; init; }

    public required decimal Amount { get; init; }
}

/// <summary>
/// Says that the counters of a scope and kind are kept in a sorteo. It is written with the sorteo's turn taken alone,
/// with the sums of what was sold before, so that no sale is missed.
/// </summary>
public sealed class ExposureSet
{
    public required Guid SorteoId { get; init; }

    public required Guid ScopeId { get; init; }

    public required string Kind { get; init; }

    public required ExposureScope Scope { get; init; }
}

/// <summary>What a seller has sold in a sorteo, colones: the sum of its tickets that count.</summary>
/// <remarks>
/// A row for each seller, so that sellers do not queue; the sales of a ventana or a banca are the sum of its rows.
/// </remarks>
public sealed class SellerSales
{
    public required Guid SorteoId { get; init; }

    public required Guid VendedorId { get; init; }

    public required Guid VentanaId { get; init; }

    public required Guid BancaId { get; init; }

    public required decimal Amount { get; init; }
}

/// <summary>Whose stakes a counter adds up.</summary>
public enum ExposureScope
{
    Vendedor,
    Ventana,
    Banca,
}

/// <summary>Which bets a counter adds up: all, every REVENTADO, or, by its id, those with one multiplier.</summary>
public static class ExposureKind
{
    public const string All = "ALL";

    public const string Reventado = "REVENTADO";
}

internal sealed class ExposureConfiguration
    : IEntityTypeConfiguration<NumberExposure>, IEntityTypeConfiguration<ExposureSet>, IEntityTypeConfiguration<SellerSales>
{
    private const int KindLength = 36;

    public void Configure(EntityTypeBuilder<NumberExposure> builder)
    {
        builder.HasKey(e => new { e.SorteoId, e.ScopeId, e.Kind, e.Number });
        builder.Property(e => e.Kind).HasMaxLength(KindLength);
        builder.Property(e => e.Number).HasMaxLength(3);
        builder.HasOne<Sorteo>().WithMany().HasForeignKey(e => e.SorteoId).OnDelete(DeleteBehavior.Cascade);
        builder.ToTable(t => t.HasCheckConstraint("ck_number_exposures_amount", "amount >= 0"));
    }

    public void Configure(EntityTypeBuilder<ExposureSet> builder)
    {
        builder.HasKey(e => new { e.SorteoId, e.ScopeId, e.Kind });
        builder.Property(e => e.Kind).HasMaxLength(KindLength);
        builder.HasOne<Sorteo>().WithMany().HasForeignKey(e => e.SorteoId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SellerSales> builder)
    {
        builder.HasKey(e => new { e.SorteoId, e.VendedorId, e.VentanaId });
        builder.HasOne<Sorteo>().WithMany().HasForeignKey(e => e.SorteoId).OnDelete(DeleteBehavior.Cascade);
        builder.ToTable(t => t.HasCheckConstraint("ck_seller_sales_amount", "amount >= 0"));
    }
}
