using Lottery.Data.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Sorteos.Automation;

/// <summary>
/// What is done to draws by itself, for every banca of the installation. There is one row, and it is there from the
/// beginning.
/// </summary>
public sealed class SorteosAutoConfig
{
    /// <summary>The id of the one row.</summary>
    public const short OnlyId = 1;

    public short Id { get; init; } = OnlyId;

    public bool AutoOpenEnabled { get; set; }

    public bool AutoCreateEnabled { get; set; }

    public bool AutoCloseEnabled { get; set; }

    /// <summary>When to open, as <see cref="CronTime"/> by the business clock; null as the timetable has it.</summary>
    public string? OpenCronSchedule { get; set; }

    /// <inheritdoc cref="OpenCronSchedule"/>
    public string? CreateCronSchedule { get; set; }

    /// <inheritdoc cref="OpenCronSchedule"/>
    public string? CloseCronSchedule { get; set; }

    public Guid? UpdatedBy { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class SorteosAutoConfigConfiguration : IEntityTypeConfiguration<SorteosAutoConfig>
{
    public void Configure(EntityTypeBuilder<SorteosAutoConfig> builder)
    {
        builder.ToTable(
            "sorteos_auto_config",
            table => table.HasCheckConstraint("ck_sorteos_auto_config_one", $"id = {SorteosAutoConfig.OnlyId}"));
        builder.Property(c => c.OpenCronSchedule).HasMaxLength(CronTime.LongestText);
        builder.Property(c => c.CreateCronSchedule).HasMaxLength(CronTime.LongestText);
        builder.Property(c => c.CloseCronSchedule).HasMaxLength(CronTime.LongestText);
    }
}
