using System.Text.Json;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Closings;
using Lottery.Data.Accounts.Settlement;
using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Jobs;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Restrictions;
using Lottery.Data.Sorteos;
using Lottery.Data.Sorteos.Automation;
using Lottery.Data.Tickets;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Listas;
using Lottery.Data.Tickets.Sales.Numbers;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;
using Lottery.Data.Users.Sessions;
using Lottery.Data.Users.Sessions.Lockout;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Lottery.Data;

/// <summary>
/// Everything the product stores, seen through the <see cref="Persistence.Tenant"/> of the scope: a row of another
/// banca does not exist for a query unless it says <c>IgnoreQueryFilters([LotteryDbContext.TenantFilter])</c>.
/// A new migration: <c>dotnet tool run dotnet-ef migrations add NameOfTheChange --project Lottery.Data</c>.
/// </summary>
public sealed class LotteryDbContext(DbContextOptions<LotteryDbContext> options, Tenant tenant) : DbContext(options)
{
    /// <summary>Name of the query filter that hides other tenants' rows.</summary>
    public const string TenantFilter = "Tenant";

    public Tenant Tenant { get; } = tenant;

    public DbSet<AccountEntry> AccountEntries => Set<AccountEntry>();

    public DbSet<AccountPayment> AccountPayments => Set<AccountPayment>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<AccountStatement> AccountStatements => Set<AccountStatement>();

    public DbSet<ActivityLog> ActivityLogs => Set<ActivityLog>();

    public DbSet<BancaLoteriaSetting> BancaLoteriaSettings => Set<BancaLoteriaSetting>();

    public DbSet<Banca> Bancas => Set<Banca>();

    public DbSet<ExposureSet> ExposureSets => Set<ExposureSet>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    public DbSet<JobRun> JobRuns => Set<JobRun>();

    public DbSet<JobTiming> JobTimings => Set<JobTiming>();

    public DbSet<Jugada> Jugadas => Set<Jugada>();

    public DbSet<ListaExclusion> ListaExclusions => Set<ListaExclusion>();

    public DbSet<LoginFailures> LoginFailures => Set<LoginFailures>();

    public DbSet<LoteriaMultiplier> LoteriaMultipliers => Set<LoteriaMultiplier>();

    public DbSet<Loteria> Loterias => Set<Loteria>();

    public DbSet<MonthlyClosing> MonthlyClosings => Set<MonthlyClosing>();

    public DbSet<MultiplierOverride> MultiplierOverrides => Set<MultiplierOverride>();

    public DbSet<NumberExposure> NumberExposures => Set<NumberExposure>();

    public DbSet<RestrictionRule> RestrictionRules => Set<RestrictionRule>();

    public DbSet<SaleVersion> SaleVersions => Set<SaleVersion>();

    public DbSet<SellerSales> SellerSales => Set<SellerSales>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<SettlementConfig> SettlementConfigs => Set<SettlementConfig>();

    public DbSet<SorteoResult> SorteoResults => Set<SorteoResult>();

    public DbSet<SorteosAutoConfig> SorteosAutoConfigs => Set<SorteosAutoConfig>();

    public DbSet<Sorteo> Sorteos => Set<Sorteo>();

    public DbSet<TicketCounter> TicketCounters => Set<TicketCounter>();

    public DbSet<TicketPayment> TicketPayments => Set<TicketPayment>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<UserBanca> UserBancas => Set<UserBanca>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Ventana> Ventanas => Set<Ventana>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<decimal>().HavePrecision(Money.Precision, Money.Scale);
        // Every index taxes every insert, so there is none that a configuration does not ask for by its query.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("citext");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(LotteryDbContext).Assembly);
        KeysAreOurs(modelBuilder);
        EnumsAsText(modelBuilder);
        HideOtherTenants(modelBuilder);
    }

    // Ids are made here, never by the database, so a new row in a collection has one and is still new.
    private static void KeysAreOurs(ModelBuilder modelBuilder)
    {
        foreach (var key in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.FindPrimaryKey()!.Properties))
        {
            // The place of a line in the ledger is the one thing that the database counts.
            if (key.DeclaringType.ClrType != typeof(AccountEntry))
            {
                key.ValueGenerated = ValueGenerated.Never;
            }
        }
    }

    private static void EnumsAsText(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            foreach (var property in entity.GetProperties())
            {
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (!type.IsEnum)
                {
                    continue;
                }

                var values = Enum.GetValues(type).Cast<Enum>().Select(WireNames.Of).ToList();
                property.SetValueConverter(
                    (ValueConverter)Activator.CreateInstance(typeof(WireNameConverter<>).MakeGenericType(type))!);
                property.SetMaxLength(values.Max(value => value.Length));
                // Its many words are a domain's: PostgreSQL reads a check anew with every statement that inserts, which
                // costs a sale more than the line itself.
                if (type == typeof(ActivityType))
                {
                    continue;
                }

                var column = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
                var allowed = string.Join(", ", values.Select(value => $"'{value}'"));
                modelBuilder.Entity(entity.ClrType).ToTable(t => t.HasCheckConstraint(
                    $"ck_{JsonNamingPolicy.SnakeCaseLower.ConvertName(entity.ClrType.Name)}_{column}_known",
                    $"{column} in ({allowed})"));
            }
        }
    }

    private void HideOtherTenants(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Banca>().HasQueryFilter(TenantFilter, b => Tenant.SeesAll || b.Id == Tenant.BancaId);
        modelBuilder.Entity<Ventana>().HasQueryFilter(
            TenantFilter, v => Tenant.SeesAll || v.BancaId == Tenant.BancaId);
        modelBuilder.Entity<User>().HasQueryFilter(
            TenantFilter,
            u => Tenant.SeesAll || u.BancaId == Tenant.BancaId || u.Bancas.Any(b => b.BancaId == Tenant.BancaId));
        modelBuilder.Entity<Ticket>().HasQueryFilter(TenantFilter, t => Tenant.SeesAll || t.BancaId == Tenant.BancaId);
        modelBuilder.Entity<TicketPayment>().HasQueryFilter(
            TenantFilter, p => Tenant.SeesAll || p.BancaId == Tenant.BancaId);
        modelBuilder.Entity<ActivityLog>().HasQueryFilter(
            TenantFilter, a => Tenant.SeesAll || a.BancaId == Tenant.BancaId);

        modelBuilder.Entity<Account>().HasQueryFilter(
            TenantFilter, a => Tenant.SeesAll || a.BancaId == Tenant.BancaId);
        modelBuilder.Entity<AccountEntry>().HasQueryFilter(
            TenantFilter, e => Tenant.SeesAll || e.BancaId == Tenant.BancaId);
        modelBuilder.Entity<AccountPayment>().HasQueryFilter(
            TenantFilter, p => Tenant.SeesAll || p.BancaId == Tenant.BancaId);
        modelBuilder.Entity<AccountStatement>().HasQueryFilter(
            TenantFilter, s => Tenant.SeesAll || s.BancaId == Tenant.BancaId);
        modelBuilder.Entity<MonthlyClosing>().HasQueryFilter(
            TenantFilter, c => Tenant.SeesAll || c.BancaId == Tenant.BancaId);
        modelBuilder.Entity<ListaExclusion>().HasQueryFilter(
            TenantFilter, x => Tenant.SeesAll || x.BancaId == Tenant.BancaId);
        modelBuilder.Entity<MultiplierOverride>().HasQueryFilter(
            TenantFilter, o => Tenant.SeesAll || o.BancaId == Tenant.BancaId);
        modelBuilder.Entity<BancaLoteriaSetting>().HasQueryFilter(
            TenantFilter, s => Tenant.SeesAll || s.BancaId == Tenant.BancaId);
        modelBuilder.Entity<RestrictionRule>().HasQueryFilter(
            TenantFilter, r => Tenant.SeesAll || r.BancaId == null || r.BancaId == Tenant.BancaId);

        // Global templates and draws are everybody's to read; who may change them is the verbs' business.
        modelBuilder.Entity<Loteria>().HasQueryFilter(
            TenantFilter, l => Tenant.SeesAll || l.BancaId == null || l.BancaId == Tenant.BancaId);
        modelBuilder.Entity<LoteriaMultiplier>().HasQueryFilter(
            TenantFilter, m => Tenant.SeesAll || m.BancaId == null || m.BancaId == Tenant.BancaId);
        modelBuilder.Entity<Sorteo>().HasQueryFilter(
            TenantFilter, s => Tenant.SeesAll || s.BancaId == null || s.BancaId == Tenant.BancaId);
    }

    private sealed class WireNameConverter<T>() : ValueConverter<T, string>(
        value => WireNames.Of(value), text => WireNames.Parse<T>(text))
        where T : struct, Enum;
}
