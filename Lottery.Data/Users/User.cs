using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Persistence;
using Lottery.Data.Ventanas;

namespace Lottery.Data.Users;

/// <summary>
/// A person who may log in. Invariant, also kept by the database: VENTANA and VENDEDOR belong to a ventana and to that
/// ventana's banca; BANCA has a home banca and no ventana; ADMIN has neither.
/// </summary>
public sealed class User : IStamped, IAudited
{
    /// <summary>Characters of a name.</summary>
    public const int LongestName = 100;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid? BancaId { get; private set; }

    public Banca? Banca { get; private set; }

    public Guid? VentanaId { get; private set; }

    public Ventana? Ventana { get; private set; }

    public required string Name { get; set; }

    /// <summary>Unique regardless of case; kept as typed.</summary>
    public required string Username { get; set; }

    /// <summary>Lower case; unique when there is one.</summary>
    public string? Email { get; set; }

    public string? Phone { get; set; }

    /// <summary>Short code printed on tickets; unique within the banca when there is one.</summary>
    public string? Code { get; set; }

    /// <summary>Salted hash; never leaves this assembly's operations.</summary>
    public required string PasswordHash { get; set; }

    public Role Role { get; private set; }

    public bool IsActive { get; private set; } = true;

    /// <summary>Sessions at once for a seller, 1 to 20; null takes the banca's value.</summary>
    public int? MaxSessionsPerVendedor { get; set; }

    /// <summary>What the user's terminal looks like, as JSON; see <see cref="Persistence.Settings"/>. Null for nothing set.</summary>
    public string? Settings { get; set; }

    /// <summary>Commissions agreed with the user alone, as JSON. Null when none were.</summary>
    public string? CommissionPolicyJson { get; set; }

    /// <summary>Where the last login came from: <c>web</c>, <c>android</c> or <c>ios</c>.</summary>
    public string? Platform { get; set; }

    public string? AppVersion { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Bancas a BANCA user may operate.</summary>
    public ICollection<UserBanca> Bancas { get; } = [];

    string IAudited.TargetType => "USER";

    Guid? IAudited.TenantId => BancaId;

    /// <summary>Makes the user an administrator of the installation, bound to no banca.</summary>
    public void BecomeAdmin() => (Role, BancaId, VentanaId) = (Role.Admin, null, null);

    /// <summary>Makes the user an administrator of <paramref name="bancaId"/>, its home banca.</summary>
    public void BecomeBancaOf(Guid bancaId) => (Role, BancaId, VentanaId) = (Role.Banca, bancaId, null);

    /// <summary>Places the user at a ventana, and so in that ventana's banca.</summary>
    /// <exception cref="ArgumentException">The role does not work at a ventana.</exception>
    public void WorkAt(Ventana ventana, Role role)
    {
        if (!role.WorksAtVentana())
        {
            throw new ArgumentException($"{role} does not work at a ventana.", nameof(role));
        }

        (Role, BancaId, VentanaId) = (role, ventana.BancaId, ventana.Id);
    }

    /// <summary>Shuts the user out. Its sessions are revoked in the same transaction by the caller.</summary>
    public void Deactivate() => IsActive = false;

    public void Restore() => IsActive = true;
}

/// <summary>A banca that a BANCA user may operate; exactly one of a user's is the default.</summary>
public sealed class UserBanca
{
    public Guid UserId { get; init; }

    public Guid BancaId { get; init; }

    public Banca? Banca { get; private set; }

    public bool IsDefault { get; set; }
}
