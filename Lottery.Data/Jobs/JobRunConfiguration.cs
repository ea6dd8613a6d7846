using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Jobs;

internal sealed class JobRunConfiguration : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.Property(r => r.JobName).HasMaxLength(60);
        builder.Property(r => r.Counts).HasColumnType("jsonb");
        builder.Property(r => r.ErrorCode).HasMaxLength(60);
        builder.Property(r => r.Worker).HasMaxLength(200);
        builder.Property(r => r.RequestId).HasMaxLength(64);
        // Serves the history of a job, newest first, and the question whether an occurrence was run.
        builder.HasIndex(r => new { r.JobName, r.ScheduledAt });
    }
}
