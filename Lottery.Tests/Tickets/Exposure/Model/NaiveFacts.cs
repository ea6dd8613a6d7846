namespace Lottery.Tests.Tickets.Exposure.Model;

/// <summary>A rule as the reference knows it; the columns of the table, nothing derived.</summary>
internal sealed record NaiveRule(
    Guid Id, int Order, Guid? BancaId, Guid? VentanaId, Guid? UserId, string? Number, bool IsAutoDate, decimal? MaxAmount,
    decimal? MaxTotal, decimal? BaseAmount, decimal? Percentage, bool PerVendedor, Guid? LoteriaId, Guid? MultiplierId,
    int? Hour, DateOnly? Date);

/// <summary>What is left out of the draw: a ventana's sales, or less of them.</summary>
internal sealed record NaiveExclusion(Guid VentanaId, Guid? VendedorId, Guid? MultiplierId);

internal sealed record NaiveLine(string Type, string Number, decimal Amount, Guid? MultiplierId);

internal sealed class NaiveTicket(Guid vendedor, Guid ventana, IReadOnlyList<NaiveLine> lines)
{
    public Guid Vendedor { get; } = vendedor;

    public Guid Ventana { get; } = ventana;

    public IReadOnlyList<NaiveLine> Lines { get; } = lines;

    public bool Counts { get; set; } = true;

    public override string ToString() => $"{Vendedor} at {Ventana}{(Counts ? "" : ", cancelled")}: {string.Join("; ", Lines)}";
}

/// <summary>Who asks for a ticket.</summary>
internal enum NaiveAsker
{
    Seller,
    Listero,
    Admin,
}

/// <summary>What was refused, in the words of the answer; number and amounts only when a limit was passed.</summary>
internal sealed record NaiveRefusal(
    string Code, string Number = "", decimal Sold = 0, decimal Staked = 0, decimal Most = 0, Guid? RuleId = null);
