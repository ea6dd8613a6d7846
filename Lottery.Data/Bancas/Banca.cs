using Lottery.Data.Activity;
using Lottery.Data.Persistence;

namespace Lottery.Data.Bancas;

/// <summary>A lottery house: the tenant that owns ventanas, sellers, loterías and every ticket sold for it.</summary>
public sealed class Banca : IStamped, IAudited
{
    /// <summary>Minutes before the draw at which sales stop when the banca says nothing.</summary>
    public const int DefaultSalesCutoffMinutes = 1;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Unique among all bancas.</summary>
    public required string Name { get; set; }

    /// <summary>Short code, unique among all bancas.</summary>
    public required string Code { get; set; }

    public string? Email { get; set; }

    public string? Address { get; set; }

    public string? Phone { get; set; }

    /// <summary>Commissions agreed with it, as a JSON document; null when there are none.</summary>
    public string? CommissionPolicyJson { get; set; }

    /// <summary>False once deactivated: nobody of the banca may log in and nothing is sold.</summary>
    public bool IsActive { get; private set; } = true;

    /// <summary>Smallest stake of one jugada where the lotería's rules name none, colones; 0 for none.</summary>
    public decimal DefaultMinBet { get; set; }

    /// <summary>Largest stake of the whole banca on one number in one sorteo, colones; 0 for no limit.</summary>
    public int GlobalMaxPerNumber { get; set; }

    /// <summary>Minutes before the draw at which sales, cancellations and restorations stop. At least 1.</summary>
    public int SalesCutoffMinutes { get; set; } = DefaultSalesCutoffMinutes;

    /// <summary>Sessions a seller may keep at once; a further login displaces the oldest. 1 to 20.</summary>
    public int MaxSessionsPerVendedor { get; set; } = 1;

    /// <summary>Seller accounts the banca may have active at once; null for no limit.</summary>
    public int? VendorLimit { get; set; }

    /// <summary>
    /// Sessions that the banca's sellers may have alive at once, all together; null for no limit, 0 for none at all.
    /// </summary>
    public int? SessionLimit { get; set; }

    /// <summary>
    /// Days that lines of the activity log about the banca are kept, 30 or more; null as the installation keeps its own.
    /// </summary>
    public int? ActivityRetentionDays { get; set; }

    public string? DeletedReason { get; private set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    string IAudited.TargetType => "BANCA";

    Guid? IAudited.TenantId => Id;

    /// <summary>Deactivates the banca. Refused while it has active ventanas.</summary>
    public Refusal? Deactivate(bool hasActiveVentanas, string? reason)
    {
        if (hasActiveVentanas)
        {
            return BancaRefusals.HasActiveVentanas;
        }

        (IsActive, DeletedReason) = (false, reason);
        return null;
    }

    /// <summary>Makes the banca active again. Doing it twice changes nothing.</summary>
    public void Restore() => (IsActive, DeletedReason) = (true, null);
}
