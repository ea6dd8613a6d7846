using Npgsql;

namespace Lottery.Data.Persistence.Queries;

/// <summary>How the connections of one pool appear in metrics and traces.</summary>
internal static class DataSourceName
{
    /// <summary>Gives the pool a name of its own; without one Npgsql would show its connection string.</summary>
    public static NpgsqlDataSourceBuilder Named(this NpgsqlDataSourceBuilder database, string name)
    {
        database.Name = name;
        return database.ConfigureTracing(tracing => tracing.EnablePhysicalOpenTracing(false));
    }
}
