using Lottery.Data.Activity;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Tickets.Listas;

/// <summary>
/// A lista that a banca leaves out of a draw: all jugadas of a ventana or of one vendedor, or those of one multiplier.
/// What it covers does not count as sold and cannot win, and nothing of it is sold any more while it stands.
/// </summary>
public sealed class ListaExclusion : IStamped, IAudited
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid BancaId { get; init; }

    public required Guid SorteoId { get; init; }

    public Sorteo? Sorteo { get; private set; }

    public required Guid VentanaId { get; init; }

    public Ventana? Ventana { get; private set; }

    /// <summary>Null for the whole ventana.</summary>
    public Guid? VendedorId { get; init; }

    public User? Vendedor { get; private set; }

    /// <summary>Null for every multiplier.</summary>
    public Guid? MultiplierId { get; init; }

    public LoteriaMultiplier? Multiplier { get; private set; }

    public required DateTimeOffset ExcludedAt { get; set; }

    public required Guid ExcludedBy { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    string IAudited.TargetType => "LISTA_EXCLUSION";

    Guid? IAudited.TenantId => BancaId;
}

internal sealed class ListaExclusionConfiguration : IEntityTypeConfiguration<ListaExclusion>
{
    public void Configure(EntityTypeBuilder<ListaExclusion> builder)
    {
        builder.Property(x => x.Reason).HasMaxLength(500);
        builder.HasOne(x => x.Sorteo).WithMany().HasForeignKey(x => x.SorteoId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Ventana).WithMany().HasForeignKey(x => x.VentanaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Vendedor).WithMany().HasForeignKey(x => x.VendedorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Multiplier).WithMany().HasForeignKey(x => x.MultiplierId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(x => x.ExcludedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => new { x.SorteoId, x.VentanaId, x.VendedorId, x.MultiplierId }).IsUnique()
            .AreNullsDistinct(false);
        builder.HasIndex(x => new { x.BancaId, x.ExcludedAt });
    }
}
