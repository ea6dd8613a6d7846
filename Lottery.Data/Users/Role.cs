namespace Lottery.Data.Users;

/// <summary>What a user is, from the widest to the narrowest. The order is the rank: see <see cref="RoleRank"/>.</summary>
public enum Role
{
    /// <summary>Administrator of the whole installation.</summary>
    Admin,

    /// <summary>Administrator of one or more bancas.</summary>
    Banca,

    /// <summary>Operator of a ventana (listero).</summary>
    Ventana,

    /// <summary>Seller.</summary>
    Vendedor,
}

public static class RoleRank
{
    /// <summary>True when <paramref name="other"/> ranks strictly below: the only roles one may hand out.</summary>
    public static bool Outranks(this Role role, Role other) => role < other;

    /// <summary>True for the roles that belong to a ventana.</summary>
    public static bool WorksAtVentana(this Role role) => role is Role.Ventana or Role.Vendedor;
}
