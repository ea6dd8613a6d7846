using Lottery.Data.Bancas;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Accounts;

internal static class Sums
{
    // Digits of what adds up over tickets and days: the largest prizes of many draws still fit.
    private const int Precision = 24;

    public static void AreWide<T>(EntityTypeBuilder<T> builder)
        where T : class
    {
        foreach (var property in builder.Metadata.GetProperties().Where(p => p.ClrType == typeof(decimal)))
        {
            property.SetPrecision(Precision);
        }
    }
}

internal sealed class AccountConfiguration
    : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<AccountEntry>, IEntityTypeConfiguration<AccountPayment>,
        IEntityTypeConfiguration<AccountStatement>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.HasKey(a => new { a.BancaId, a.Level, a.EntityId });
        Sums.AreWide(builder);
        builder.Ignore(a => a.Key);
        builder.HasOne<Banca>().WithMany().HasForeignKey(a => a.BancaId).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t => t.HasCheckConstraint(
            "ck_accounts_banca_is_its_own", "(level = 'BANCA') = (entity_id = banca_id)"));
    }

    public void Configure(EntityTypeBuilder<AccountEntry> builder)
    {
        Sums.AreWide(builder);
        builder.Property(e => e.Id).UseIdentityAlwaysColumn();
        builder.Property(e => e.Tickets).HasDefaultValue(0);
        builder.Property(e => e.Effect).HasComputedColumnSql(
            """
            case kind
                when 'SALES' then amount
                when 'PAYOUT' then -amount
                when 'VENDEDOR_COMMISSION' then case level when 'VENDEDOR' then -amount else 0 end
                when 'LISTERO_COMMISSION' then case level when 'VENDEDOR' then 0 else -amount end
                else amount
            end
            """,
            stored: true);
        builder.HasOne<Account>().WithMany().HasForeignKey(e => new { e.BancaId, e.Level, e.EntityId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AccountPayment>().WithMany().HasForeignKey(e => e.PaymentId).OnDelete(DeleteBehavior.Restrict);

        // A draw's lines are asked for when it is evaluated again; an account's when its days are told or checked.
        builder.HasIndex(e => e.SorteoId).HasFilter("sorteo_id is not null");
        builder.HasIndex(e => new { e.BancaId, e.Level, e.EntityId, e.Day });
        builder.HasIndex(e => new { e.PaymentId, e.Kind }).IsUnique().HasFilter("payment_id is not null");
        builder.ToTable(t =>
        {
            t.HasCheckConstraint(
                "ck_account_entries_of_a_draw",
                "(sorteo_id is not null) = (kind in ('SALES', 'PAYOUT', 'VENDEDOR_COMMISSION', 'LISTERO_COMMISSION'))");
            t.HasCheckConstraint(
                "ck_account_entries_of_a_movement", "(payment_id is not null) = (kind in ('MOVEMENT', 'REVERSAL'))");
            t.HasCheckConstraint("ck_account_entries_says_something", "amount <> 0 or tickets <> 0");
        });
    }

    public void Configure(EntityTypeBuilder<AccountPayment> builder)
    {
        builder.Ignore(p => p.Account);
        builder.Ignore(p => p.Effect);
        builder.Property(p => p.Notes).HasMaxLength(500);
        builder.Property(p => p.ReverseReason).HasMaxLength(500);
        builder.Property(p => p.IdempotencyKey).HasMaxLength(100);
        builder.HasOne<Account>().WithMany().HasForeignKey(p => new { p.BancaId, p.Level, p.EntityId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(p => p.PaidById).OnDelete(DeleteBehavior.Restrict);
        // The list of a day, the day of an account, and who asked before.
        builder.HasIndex(p => new { p.BancaId, p.Day });
        builder.HasIndex(p => new { p.BancaId, p.Level, p.EntityId, p.Day });
        builder.HasIndex(p => new { p.BancaId, p.IdempotencyKey }).IsUnique().HasFilter("idempotency_key is not null");
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_account_payments_amount", "amount > 0");
            t.HasCheckConstraint("ck_account_payments_reversed", "is_reversed = (reversed_at is not null)");
            t.HasCheckConstraint("ck_account_payments_key", "(idempotency_key is null) = (payload_hash is null)");
        });
    }

    public void Configure(EntityTypeBuilder<AccountStatement> builder)
    {
        builder.HasKey(s => new { s.BancaId, s.Level, s.EntityId, s.Day });
        Sums.AreWide(builder);
        builder.Ignore(s => s.IsSettled);
        builder.Property(s => s.Id).HasDefaultValueSql("gen_random_uuid()");
        builder.HasOne<Account>().WithMany().HasForeignKey(s => new { s.BancaId, s.Level, s.EntityId })
            .OnDelete(DeleteBehavior.Restrict);
        // What clients know a day by, and the days that are to be settled.
        builder.HasIndex(s => s.Id).IsUnique();
        builder.HasIndex(s => s.Day).HasFilter("settled_at is null");
        builder.ToTable(t => t.HasCheckConstraint(
            "ck_account_statements_net",
            "net = sales - payouts - case level when 'VENDEDOR' then vendedor_commission else listero_commission end "
                + "+ paid - collected + reset"));
    }
}
