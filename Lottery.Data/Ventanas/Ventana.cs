using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Persistence;

namespace Lottery.Data.Ventanas;

/// <summary>A branch of a banca where sellers work. It never changes its banca.</summary>
public sealed class Ventana : IStamped, IAudited
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid BancaId { get; init; }

    public Banca? Banca { get; private set; }

    public required string Name { get; set; }

    /// <summary>Short code, unique within the banca; null when it has none.</summary>
    public string? Code { get; set; }

    /// <summary>Margin of the listero in percent, 0 to 100.</summary>
    public decimal CommissionMarginX { get; set; }

    public string? Address { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }

    /// <summary>What is printed on its tickets, as JSON; see <see cref="Persistence.Settings"/>. Null for nothing set.</summary>
    public string? Settings { get; set; }

    /// <summary>Commissions agreed with it, as a JSON document; null when there are none.</summary>
    public string? CommissionPolicyJson { get; set; }

    public bool IsActive { get; private set; } = true;

    public string? DeletedReason { get; private set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    string IAudited.TargetType => "VENTANA";

    Guid? IAudited.TenantId => BancaId;

    /// <summary>Deactivates the ventana: its people can no longer log in and it sells nothing.</summary>
    public void Deactivate(string? reason) => (IsActive, DeletedReason) = (false, reason);

    /// <summary>Makes the ventana active again. Refused while its banca is inactive.</summary>
    public Refusal? Restore(bool bancaIsActive)
    {
        if (!bancaIsActive)
        {
            return BancaRefusals.Inactive;
        }

        (IsActive, DeletedReason) = (true, null);
        return null;
    }
}
