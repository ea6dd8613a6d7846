using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Tickets.Sales.Snapshot;

/// <summary>
/// Counts the changes to what a banca's sales are decided by: its row changes with every one of them, in the same
/// transaction, by triggers. A sale compares it, so that nothing old ever decides.
/// </summary>
public sealed class SaleVersion
{
    /// <summary>The banca; <see cref="Guid.Empty"/> counts the changes to what is everybody's.</summary>
    public required Guid BancaId { get; init; }

    public required long Version { get; init; }
}

internal sealed class SaleVersionConfiguration : IEntityTypeConfiguration<SaleVersion>
{
    public void Configure(EntityTypeBuilder<SaleVersion> builder) => builder.HasKey(v => v.BancaId);
}
