using System.Text.Json.Nodes;

namespace Lottery.Data.Users;

/// <summary>Changes asked for; null leaves a thing as it is.</summary>
public sealed record UserEdit
{
    public string? Name { get; init; }

    public string? Username { get; init; }

    public Given<string?>? Email { get; init; }

    public Given<string?>? Phone { get; init; }

    public Given<string?>? Code { get; init; }

    /// <summary>A patch of the settings; one that gives null clears them.</summary>
    public Given<JsonObject?>? Settings { get; init; }

    public string? Password { get; init; }

    public Role? Role { get; init; }

    public Guid? VentanaId { get; init; }

    public Guid? BancaId { get; init; }

    public bool? IsActive { get; init; }

    public Given<int?>? MaxSessionsPerVendedor { get; init; }

    /// <summary>Forgets the commissions agreed with the user alone.</summary>
    public bool ClearsPolicy { get; init; }

    /// <summary>As <see cref="ClearsPolicy"/>, when the user gets another ventana of the same banca.</summary>
    public bool ClearsPolicyOnMove { get; init; }

    /// <summary>True when the user may get another role or place by it.</summary>
    internal bool Moves => Role is not null || VentanaId is not null || BancaId is not null;

    // What oneself may change is how one is called and reached. A ventana does not place, name or measure its sellers,
    // and only an administrator moves the heads of bancas.
    internal Refusal? ForbiddenTo(Actor actor, User user)
    {
        if (user.Id == actor.UserId)
        {
            return Moves || Code is not null || Password is not null || MaxSessionsPerVendedor is not null
                || IsActive is not null ? UserRefusals.FieldNotYours : null;
        }

        if (Role is { } role && actor.UserId is not null && !actor.Role.Outranks(role))
        {
            return UserRefusals.RoleCeiling;
        }

        return actor.Role switch
        {
            Users.Role.Ventana when Moves || Code is not null || MaxSessionsPerVendedor is not null =>
                UserRefusals.FieldNotYours,
            Users.Role.Banca when MaxSessionsPerVendedor is not null && (Role ?? user.Role) != Users.Role.Vendedor =>
                UserRefusals.FieldNotYours,
            _ => null,
        };
    }

    internal void Describe(User user)
    {
        user.Name = Name?.Trim() ?? user.Name;
        user.Username = Username?.Trim() ?? user.Username;
        user.Email = Email is { } email ? email.Value?.Trim().ToLowerInvariant() : user.Email;
        user.Phone = Phone is { } phone ? phone.Value : user.Phone;
        user.Code = Code is { } code ? code.Value?.Trim() : user.Code;
        user.MaxSessionsPerVendedor = MaxSessionsPerVendedor is { } most ? most.Value : user.MaxSessionsPerVendedor;
        user.Settings = Settings is { } patch ? Persistence.Settings.Merge(user.Settings, patch.Value) : user.Settings;
    }

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(UserEdit);
}
