using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Tickets.Sales.Numbers;

/// <summary>How many ticket numbers of a business date are given out; one row per date.</summary>
public sealed class TicketCounter
{
    public required DateOnly BusinessDate { get; init; }

    /// <summary>Last number given out, in blocks: see <see cref="TicketNumbers"/>.</summary>
    public required int Last { get; init; }
}

internal sealed class TicketCounterConfiguration : IEntityTypeConfiguration<TicketCounter>
{
    public void Configure(EntityTypeBuilder<TicketCounter> builder) => builder.HasKey(c => c.BusinessDate);
}
