using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lottery.Data.Loterias;

/// <summary>Another factor for the bets of one seller or one ventana in a lotería, where the base multiplier would count.</summary>
public sealed class MultiplierOverride : IStamped, IAudited
{
    /// <summary>The only type that a sale reads.</summary>
    public const string Numero = "NUMERO";

    /// <summary>Characters of a type.</summary>
    public const int LongestType = 32;

    /// <summary>Highest factor that is taken.</summary>
    public const int LargestX = 9999;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid BancaId { get; init; }

    /// <summary>The seller it is for; exactly one of this and <see cref="VentanaId"/> is set.</summary>
    public Guid? UserId { get; init; }

    public User? User { get; private set; }

    public Guid? VentanaId { get; init; }

    public Ventana? Ventana { get; private set; }

    public required Guid LoteriaId { get; init; }

    public Loteria? Loteria { get; private set; }

    /// <summary><see cref="Numero"/>, REVENTADO or any other word a client uses.</summary>
    public required string MultiplierType { get; init; }

    /// <summary>Prize per colón staked, above 0.</summary>
    public required decimal BaseMultiplierX { get; set; }

    public bool IsActive { get; set; } = true;

    public DateTimeOffset? DeletedAt { get; private set; }

    public Guid? DeletedBy { get; private set; }

    public string? DeletedReason { get; private set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    string IAudited.TargetType => "MULTIPLIER_OVERRIDE";

    Guid? IAudited.TenantId => BancaId;

    public OverrideScope Scope => UserId is null ? OverrideScope.Ventana : OverrideScope.User;

    public void Delete(Guid? by, string? reason, DateTimeOffset now) =>
        (IsActive, DeletedAt, DeletedBy, DeletedReason) = (false, now, by, reason);

    /// <summary>Undoes a deletion. Doing it twice changes nothing.</summary>
    public void Restore() => (IsActive, DeletedAt, DeletedBy, DeletedReason) = (true, null, null, null);
}

/// <summary>Whom an override is for.</summary>
public enum OverrideScope
{
    User,
    Ventana,
}

/// <summary>What a banca settles for a whole lotería.</summary>
public sealed class BancaLoteriaSetting : IStamped, IAudited
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid BancaId { get; init; }

    public required Guid LoteriaId { get; init; }

    public Loteria? Loteria { get; private set; }

    /// <summary>Factor of a bet that names no multiplier, when neither its seller nor its ventana has another.</summary>
    public decimal? BaseMultiplierX { get; set; }

    /// <summary>Most that the banca may stake on one number in a sorteo of the lotería, colones.</summary>
    public decimal? MaxTotalPerSorteo { get; set; }

    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    string IAudited.TargetType => "BANCA_LOTERIA_SETTING";

    Guid? IAudited.TenantId => BancaId;
}

internal sealed class BaseMultiplierConfiguration
    : IEntityTypeConfiguration<MultiplierOverride>, IEntityTypeConfiguration<BancaLoteriaSetting>
{
    public void Configure(EntityTypeBuilder<MultiplierOverride> builder)
    {
        builder.Property(o => o.MultiplierType).HasMaxLength(MultiplierOverride.LongestType);
        builder.Property(o => o.BaseMultiplierX).HasPrecision(10, 4);
        builder.Property(o => o.DeletedReason).HasMaxLength(200);
        builder.HasOne(o => o.User).WithMany().HasForeignKey(o => o.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(o => o.Ventana).WithMany().HasForeignKey(o => o.VentanaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(o => o.Loteria).WithMany().HasForeignKey(o => o.LoteriaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(o => new { o.UserId, o.VentanaId, o.LoteriaId, o.MultiplierType }).IsUnique()
            .AreNullsDistinct(false).HasFilter("is_active");
        builder.HasIndex(o => new { o.BancaId, o.CreatedAt });
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_multiplier_overrides_base_multiplier_x", "base_multiplier_x > 0");
            t.HasCheckConstraint("ck_multiplier_overrides_one_scope", "num_nonnulls(user_id, ventana_id) = 1");
        });
    }

    public void Configure(EntityTypeBuilder<BancaLoteriaSetting> builder)
    {
        builder.Property(s => s.BaseMultiplierX).HasPrecision(10, 4);
        builder.HasOne<Bancas.Banca>().WithMany().HasForeignKey(s => s.BancaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(s => s.Loteria).WithMany().HasForeignKey(s => s.LoteriaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => new { s.BancaId, s.LoteriaId }).IsUnique();
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_banca_loteria_settings_base_multiplier_x", "base_multiplier_x > 0");
            t.HasCheckConstraint("ck_banca_loteria_settings_max_total_per_sorteo", "max_total_per_sorteo > 0");
        });
    }
}
