using Lottery.Data.Accounts;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Commissions;
using Lottery.Data.Jobs;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Disk;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Persistence.Readiness;
using Lottery.Data.Persistence.Upgrades;
using Lottery.Data.Restrictions;
using Lottery.Data.Sorteos;
using Lottery.Data.Sorteos.Automation;
using Lottery.Data.Tickets;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Listas;
using Lottery.Data.Tickets.Sales;
using Lottery.Data.Tickets.Sales.Numbers;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Tickets.Sales.Writing;
using Lottery.Data.Users;
using Lottery.Data.Users.Places;
using Lottery.Data.Users.Sessions;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lottery.Data;

public static class LotteryDataExtensions
{
    /// <summary>
    /// Registers the database, the calendar and every operation. Both processes call it; a missing or wrong setting
    /// stops the start with a sentence.
    /// </summary>
    public static IHostApplicationBuilder AddLotteryData(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<BusinessCalendarOptions>()
            .Bind(builder.Configuration.GetSection(BusinessCalendarOptions.Section))
            .Validate(
                o => TimeZoneInfo.TryFindSystemTimeZoneById(o.TimeZone, out _),
                "Business:TimeZone is not a time zone this machine knows (is the tzdata package installed?).")
            .ValidateOnStart();
        services.AddSingleton<BusinessCalendar>();

        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsCheck>();
        services.AddOptions<DatabaseOptions>()
            .Configure<IConfiguration>((database, configuration) =>
            {
                database.ConnectionString = configuration.GetConnectionString(DatabaseOptions.ConnectionName) ?? "";
                database.DirectConnectionString =
                    configuration.GetConnectionString(DatabaseOptions.DirectConnectionName);
                database.SlowQuery = configuration.GetValue(DatabaseOptions.SlowQueryKey, database.SlowQuery);
            })
            .ValidateOnStart();
        services.AddSingleton<DatabaseMetrics>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseMetrics>());
        services.AddSingleton<SlowQueries>();
        services.AddSingleton<QueryWatch>();
        services.AddSingleton(provider => provider.GetRequiredService<QueryWatch>()
            .Watched(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Bounded())
            .Named("lottery")
            .UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>())
            .Build());
        services.AddSingleton<ActivityMetrics>();
        services.AddHostedService(provider => provider.GetRequiredService<ActivityMetrics>());
        services.AddSingleton<ActivityTelling>();
        services.AddHostedService<DatabaseConnections>();
        services.AddScoped<Tenant>();
        services.AddSingleton<StampsInterceptor>();
        services.AddSingleton<Announcements>();
        services.AddSingleton<IdentityCache>();
        services.AddSingleton<IdentityChanges>();
        // The options are the same for every request, and making them costs more than the context.
        services.AddDbContext<LotteryDbContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .UseSnakeCaseNamingConvention()
            // A required row behind a tenant filter is loaded only where both are of one tenant by their keys.
            .ConfigureWarnings(w => w.Ignore(
                CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning))
            .AddInterceptors(
                provider.GetRequiredService<StampsInterceptor>(), provider.GetRequiredService<IdentityChanges>(),
                provider.GetRequiredService<ActivityTelling>())
            // Whoever handles a failure tells it, once; a duplicate that becomes a refusal is no error at all.
            .ConfigureWarnings(warnings => warnings.Ignore(
                CoreEventId.QueryIterationFailed, CoreEventId.SaveChangesFailed, RelationalEventId.CommandError,
                RelationalEventId.ConnectionError, RelationalEventId.TransactionError)),
            optionsLifetime: ServiceLifetime.Singleton);

        services.AddScoped<DatabaseUpgrade>();
        services.AddSingleton<TransactionRetries>();
        services.AddOptions<WarmupOptions>()
            .BindConfiguration(WarmupOptions.Section)
            .Validate(
                o => o.IsUsable,
                "Warmup:Attempts must be from 1 to 100 and Warmup:BaseDelay from zero to "
                    + $"{WarmupOptions.LongestDelay.TotalMinutes} minutes.")
            .ValidateOnStart();
        services.AddSingleton<Warmup>();
        services.AddSingleton<WarmStart>();
        services.AddSingleton<DatabaseHealth>();
        services.AddOptions<DatabaseDiskOptions>()
            .BindConfiguration(DatabaseDiskOptions.Section)
            .Validate(
                o => o.IsUsable,
                "DatabaseDisk:Capacity must be a number of bytes, or one with kB, MB, GB or TB, as in 200GB.")
            .ValidateOnStart();
        services.AddSingleton<DatabaseDisk>();
        services.AddScoped<JobHistory>();
        services.AddScoped<JobRequests>();
        services.AddOptions<ActivityRetentionOptions>()
            .BindConfiguration(ActivityRetentionOptions.Section)
            .Validate(
                o => o.KeepFor >= ActivityRetentionOptions.Shortest
                    && o.BatchSize is > 0 and <= ActivityRetentionOptions.LargestBatch,
                $"ActivityRetention:KeepFor must be {ActivityRetentionOptions.Shortest.Days} days or more and "
                    + $"ActivityRetention:BatchSize from 1 to {ActivityRetentionOptions.LargestBatch} rows.")
            .ValidateOnStart();
        services.AddScoped<ActivityRetention>();
        services.AddOptions<ExpiredRecordsOptions>()
            .BindConfiguration(ExpiredRecordsOptions.Section)
            .Validate(
                o => o.IsUsable,
                "ExpiredRecords:KeepSessionsFor and ExpiredRecords:KeepAnswersFor must be a day or more and at most "
                    + $"{ExpiredRecordsOptions.Longest.Days} days.")
            .ValidateOnStart();
        services.AddScoped<ExpiredRecords>();
        services.AddScoped<ActivityStatistics>();

        services.AddAccounts();
        services.AddOptions<PasswordOptions>()
            .BindConfiguration(PasswordOptions.Section)
            .Validate(
                o => o.IsUsable, $"Passwords:Shortest must be from {Passwords.Shortest} to {Passwords.Longest} characters.")
            .ValidateOnStart();
        services.AddSingleton<Passwords>();
        services.AddOptions<BaseMultiplierOptions>()
            .BindConfiguration(BaseMultiplierOptions.Section)
            .Configure<IConfiguration>((multipliers, configuration) =>
                multipliers.BaseDefaultX ??= configuration.GetValue<decimal?>(BaseMultiplierOptions.OlderKey))
            .Validate(
                o => o.IsUsable,
                $"Multipliers:BaseDefaultX must be above 0 and at most {LoteriaMultiplier.LargestX}.")
            .ValidateOnStart();
        services.AddSingleton<TicketNumbers>();
        services.AddSingleton<Identities>();
        services.AddScoped<SessionRevocation>();
        services.AddScoped<UserPlacement>();
        services.AddScoped<UserAdmission>();
        services.AddScoped<UserChange>();
        services.AddScoped<BancaAssignments>();
        services.AddScoped<VentanaOpening>();
        services.AddScoped<VentanaChange>();
        services.AddScoped<BancaOpening>();
        services.AddScoped<OverrideChange>();
        services.AddScoped<CommissionAgreement>();
        services.AddScoped<RestrictionPlacement>();
        services.AddScoped<RestrictionCreation>();
        services.AddScoped<RestrictionChange>();
        services.AddScoped<AutoDateNumbers>();
        services.AddScoped<ItemByItem>();
        services.AddScoped<SorteoAutomation>();
        services.AddScoped<SorteoCreation>();
        services.AddScoped<AutomationSettings>();
        services.AddScoped<SorteoSeeding>();
        services.AddScoped<SorteoEvaluation>();
        services.AddScoped<Idempotency>();
        services.AddSingleton<SaleSnapshots>();
        services.AddSingleton<SaleSearch>();
        services.AddSingleton<SaleWriter>();
        services.AddSingleton<TicketSale>();
        services.AddSingleton<ExposureMetrics>();
        services.AddScoped<ExposureCheck>();
        services.AddScoped<NumberBalances>();
        services.AddScoped<TicketExposure>();
        services.AddScoped<TicketCancellation>();
        services.AddScoped<TicketPrizes>();
        services.AddScoped<ListaCounting>();
        services.AddScoped<ListaExclusions>();
        services.AddScoped<ListaFigures>();
        return builder;
    }

    private sealed class DatabaseOptionsCheck : IValidateOptions<DatabaseOptions>
    {
        public ValidateOptionsResult Validate(string? name, DatabaseOptions options) =>
            options.Wrong() is { } sentence ? ValidateOptionsResult.Fail(sentence) : ValidateOptionsResult.Success;
    }
}
