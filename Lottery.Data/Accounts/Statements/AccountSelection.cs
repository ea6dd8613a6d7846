using Npgsql;
using NpgsqlTypes;

namespace Lottery.Data.Accounts.Statements;

/// <summary>The accounts that something is told of: of one level, narrowed by what is given.</summary>
/// <param name="BancaId">Null for every banca.</param>
/// <param name="EntityId">Null for everybody of the level.</param>
/// <param name="OfVentanaId">On the level of vendedores, those who work there now.</param>
public sealed record AccountSelection(AccountLevel Level, Guid? BancaId, Guid? EntityId, Guid? OfVentanaId)
{
    /// <summary>The accounts as <c>chosen</c>, from the parameters <see cref="Parameters"/>, which are {0} to {3}.</summary>
    internal const string Chosen = """
        chosen as materialized (
            select a.banca_id, a.level, a.entity_id, a.version from accounts a
            where a.level = {1} and ({0} is null or a.banca_id = {0}) and ({2} is null or a.entity_id = {2})
                and ({3} is null or exists (select from users u where u.id = a.entity_id and u.ventana_id = {3})))
        """;

    /// <summary>True when it is one account, or those that one entity has with several bancas.</summary>
    public bool IsOne => EntityId is not null;

    internal object[] Parameters(params ReadOnlySpan<object> further) =>
        [Uuid(BancaId), WireNames.Of(Level), Uuid(EntityId), Uuid(OfVentanaId), .. further];

    private static NpgsqlParameter Uuid(Guid? id) =>
        new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };
}
