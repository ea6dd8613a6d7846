namespace Lottery.Data.Commissions;

/// <summary>Whose policy decided a commission.</summary>
public enum CommissionOrigin
{
    User,
    Ventana,
    Banca,
}
