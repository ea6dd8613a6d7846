using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Users;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>, IEntityTypeConfiguration<UserBanca>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.Property(u => u.Name).HasMaxLength(User.LongestName);
        builder.Property(u => u.Username).HasColumnType("citext");
        builder.Property(u => u.Email).HasMaxLength(254);
        builder.Property(u => u.Phone).HasMaxLength(20);
        builder.Property(u => u.Code).HasMaxLength(32);
        builder.Property(u => u.PasswordHash).HasMaxLength(200);
        builder.Property(u => u.Settings).HasColumnType("jsonb");
        builder.Property(u => u.CommissionPolicyJson).HasColumnType("jsonb");
        builder.Property(u => u.Platform).HasMaxLength(20);
        builder.Property(u => u.AppVersion).HasMaxLength(50);
        builder.HasOne(u => u.Banca).WithMany().HasForeignKey(u => u.BancaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(u => u.Ventana).WithMany()
            .HasForeignKey(u => new { u.VentanaId, u.BancaId })
            .HasPrincipalKey(v => new { v.Id, v.BancaId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(u => u.Username).IsUnique();
        builder.HasIndex(u => u.Email).IsUnique();
        builder.HasIndex(u => new { u.BancaId, u.Code }).IsUnique();
        // Serves the list of a ventana's people.
        builder.HasIndex(u => new { u.VentanaId, u.BancaId, u.Role });
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_users_belongs_where_its_role_says", """
                case role
                    when 'ADMIN' then banca_id is null and ventana_id is null
                    when 'BANCA' then banca_id is not null and ventana_id is null
                    else banca_id is not null and ventana_id is not null
                end
                """);
            t.HasCheckConstraint("ck_users_max_sessions_per_vendedor", "max_sessions_per_vendedor between 1 and 20");
        });
    }

    public void Configure(EntityTypeBuilder<UserBanca> builder)
    {
        builder.HasKey(x => new { x.UserId, x.BancaId });
        builder.HasOne<User>().WithMany(u => u.Bancas).HasForeignKey(x => x.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(x => x.Banca).WithMany().HasForeignKey(x => x.BancaId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(x => x.UserId).IsUnique().HasFilter("is_default")
            .HasDatabaseName("ux_user_bancas_one_default");
    }
}
