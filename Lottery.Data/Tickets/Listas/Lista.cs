namespace Lottery.Data.Tickets.Listas;

/// <summary>A lista as it is named by who leaves it out: all of a ventana in a sorteo, or a part.</summary>
/// <param name="VentanaId">The ventana, or the user who is its listero.</param>
/// <param name="VendedorId">Null for every vendedor of the ventana.</param>
/// <param name="MultiplierId">Null for every multiplier.</param>
public sealed record Lista(Guid SorteoId, Guid VentanaId, Guid? VendedorId, Guid? MultiplierId);
