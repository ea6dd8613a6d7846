using Lottery.Data.Users;

namespace Lottery.Data.Loterias;

public static class OverrideQueries
{
    /// <summary>
    /// What the actor may list of its tenant's overrides: a ventana its own and its people's, a seller its own.
    /// </summary>
    public static IQueryable<MultiplierOverride> VisibleTo(this IQueryable<MultiplierOverride> overrides, Actor actor) =>
        actor.Role switch
        {
            Role.Vendedor => overrides.Where(o => o.UserId == actor.UserId),
            Role.Ventana => overrides.Where(o => o.VentanaId == actor.VentanaId || o.User!.VentanaId == actor.VentanaId),
            _ => overrides,
        };

    /// <summary>The refusal for somebody of the tenant whom the override does not concern, else null.</summary>
    public static Refusal? HiddenFrom(this MultiplierOverride @override, Actor actor) => actor.Role switch
    {
        Role.Vendedor when @override.UserId != actor.UserId => LoteriaRefusals.OverrideNotYours,
        Role.Ventana when (@override.VentanaId ?? @override.User?.VentanaId) != actor.VentanaId =>
            LoteriaRefusals.OverrideNotYours,
        _ => null,
    };
}
