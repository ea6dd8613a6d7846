using Lottery.Data.Bancas;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Jobs;

internal sealed class JobRunConfiguration : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.Property(r => r.JobName).HasMaxLength(60);
        builder.Property(r => r.Counts).HasColumnType("jsonb");
        builder.Property(r => r.Errors).HasColumnType("jsonb");
        builder.Ignore(r => r.IsOver);
        builder.Property(r => r.ErrorCode).HasMaxLength(60);
        builder.Property(r => r.Worker).HasMaxLength(200);
        builder.Property(r => r.RequestId).HasMaxLength(64);
        // Serves the history of a job, newest first, and the question whether an occurrence was run.
        builder.HasIndex(r => new { r.JobName, r.ScheduledAt });
        // Serves the workers, who look every minute for what was asked for and for what died.
        builder.HasIndex(r => r.JobName, "ix_job_runs_open").HasFilter("outcome in ('REQUESTED', 'RUNNING')");
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.RequestedBy).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Banca>().WithMany().HasForeignKey(r => r.OnlyBancaId).OnDelete(DeleteBehavior.Cascade);
    }
}
