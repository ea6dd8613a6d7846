using Lottery.Data.Bancas;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Restrictions;

internal sealed class RestrictionRuleConfiguration : IEntityTypeConfiguration<RestrictionRule>
{
    public void Configure(EntityTypeBuilder<RestrictionRule> builder)
    {
        builder.Property(r => r.Number).HasMaxLength(3);
        builder.Property(r => r.Message).HasMaxLength(255);
        builder.Property(r => r.SalesPercentage).HasPrecision(5, 2);
        builder.Ignore(r => r.Scope);
        builder.Ignore(r => r.Kind);
        builder.Ignore(r => r.HasAmounts);
        builder.Ignore(r => r.Priority);
        builder.HasOne<Banca>().WithMany().HasForeignKey(r => r.BancaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Ventana>().WithMany().HasForeignKey(r => r.VentanaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(r => r.Loteria).WithMany().HasForeignKey(r => r.LoteriaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(r => r.Multiplier).WithMany().HasForeignKey(r => r.MultiplierId)
            .OnDelete(DeleteBehavior.Restrict);
        // The lists and the snapshot of a banca. The unique index over active rules stands in the migration: it has an
        // expression, which the model cannot say.
        builder.HasIndex(r => new { r.BancaId, r.UpdatedAt });
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_restriction_rules_max_amount", "max_amount > 0");
            t.HasCheckConstraint("ck_restriction_rules_max_total", "max_total > 0");
            t.HasCheckConstraint("ck_restriction_rules_base_amount", "base_amount >= 0");
            t.HasCheckConstraint("ck_restriction_rules_sales_percentage", "sales_percentage between 0 and 100");
            t.HasCheckConstraint("ck_restriction_rules_percentage_has_base",
                "coalesce(sales_percentage, 0) = 0 or base_amount is not null");
            t.HasCheckConstraint("ck_restriction_rules_sales_cutoff_minutes", "sales_cutoff_minutes between 0 and 30");
            t.HasCheckConstraint("ck_restriction_rules_applies_to_hour", "applies_to_hour between 0 and 23");
            t.HasCheckConstraint("ck_restriction_rules_number", "number ~ '^[0-9]{1,3}$'");
            t.HasCheckConstraint("ck_restriction_rules_tenant",
                "banca_id is not null or (ventana_id is null and user_id is null)");
            t.HasCheckConstraint("ck_restriction_rules_multiplier", "(loteria_id is null) = (multiplier_id is null)");
        });
    }
}
