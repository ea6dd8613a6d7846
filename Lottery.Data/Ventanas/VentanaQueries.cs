using Lottery.Data.Users;

namespace Lottery.Data.Ventanas;

public static class VentanaQueries
{
    /// <summary>What the actor may see of its tenant's ventanas: who works at one sees that one.</summary>
    public static IQueryable<Ventana> VisibleTo(this IQueryable<Ventana> ventanas, Actor actor) =>
        actor.Role.WorksAtVentana() ? ventanas.Where(v => v.Id == actor.VentanaId) : ventanas;

    /// <summary>The refusal for somebody of the tenant who works elsewhere, else null.</summary>
    public static Refusal? HiddenFrom(this Ventana ventana, Actor actor) =>
        actor.Role.WorksAtVentana() && ventana.Id != actor.VentanaId ? VentanaRefusals.NotYours : null;
}
