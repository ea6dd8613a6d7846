using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Jobs;

/// <summary>When a job is due, as the workers have it; written by them, for whoever asks.</summary>
public sealed class JobTiming
{
    public required string JobName { get; init; }

    /// <summary>See <see cref="CronTime"/>.</summary>
    public required string Cron { get; set; }

    /// <summary>Zone of the clock that the cron is read by.</summary>
    public required string Zone { get; set; }

    public required JobTimingSource Source { get; set; }

    /// <summary>When it became another; null while it is the first. What was due before was not missed.</summary>
    public DateTimeOffset? ChangedAt { get; set; }
}

/// <summary>Who says when a job is due; each is asked before the one above it.</summary>
public enum JobTimingSource
{
    Timetable,
    Configuration,

    /// <summary>An administrator, by the API.</summary>
    AutoConfig,
}

internal sealed class JobTimingConfiguration : IEntityTypeConfiguration<JobTiming>
{
    public void Configure(EntityTypeBuilder<JobTiming> builder)
    {
        builder.HasKey(t => t.JobName);
        builder.Property(t => t.JobName).HasMaxLength(60);
        builder.Property(t => t.Cron).HasMaxLength(CronTime.LongestText);
        builder.Property(t => t.Zone).HasMaxLength(60);
    }
}
