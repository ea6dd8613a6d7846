using Lottery.Data.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Accounts.Settlement;

/// <summary>
/// How days become settled by themselves, for every banca of the installation. There is one row, and it is there from the
/// beginning.
/// </summary>
public sealed class SettlementConfig
{
    /// <summary>The id of the one row.</summary>
    public const short OnlyId = 1;

    public const int OldestAge = 365, SmallestBatch = 100, LargestBatch = 10_000;

    public short Id { get; init; } = OnlyId;

    public bool Enabled { get; set; }

    /// <summary>Days that a day stays open, 1 to <see cref="OldestAge"/>.</summary>
    public int SettlementAgeDays { get; set; } = 7;

    /// <summary>When, as <see cref="CronTime"/> by the business clock; null as the timetable has it.</summary>
    public string? CronSchedule { get; set; }

    /// <summary>Days that are settled in one transaction.</summary>
    public int BatchSize { get; set; } = 1000;

    public Guid? UpdatedBy { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class SettlementConfigConfiguration : IEntityTypeConfiguration<SettlementConfig>
{
    public void Configure(EntityTypeBuilder<SettlementConfig> builder)
    {
        builder.ToTable("settlement_config", table =>
        {
            table.HasCheckConstraint("ck_settlement_config_one", $"id = {SettlementConfig.OnlyId}");
            table.HasCheckConstraint(
                "ck_settlement_config_age", $"settlement_age_days between 1 and {SettlementConfig.OldestAge}");
            table.HasCheckConstraint(
                "ck_settlement_config_batch",
                $"batch_size between {SettlementConfig.SmallestBatch} and {SettlementConfig.LargestBatch}");
        });
        builder.Property(c => c.CronSchedule).HasMaxLength(CronTime.LongestText);
    }
}
