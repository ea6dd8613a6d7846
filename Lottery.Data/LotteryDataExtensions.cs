using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Lottery.Data;

public static class LotteryDataExtensions
{
    /// <summary>Name of the connection string: <c>ConnectionStrings__Lottery</c> in the environment.</summary>
    public const string ConnectionName = "Lottery";

    /// <summary>Registers the database, the calendar and every operation. Both processes call it.</summary>
    /// <exception cref="OptionsException">The connection string or the time zone is missing or wrong.</exception>
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

        var connectionString = DatabaseConnection.From(builder.Configuration.GetConnectionString(ConnectionName));
        services.AddSingleton(provider => new NpgsqlDataSourceBuilder(connectionString)
            .UseLoggerFactory(provider.GetService<Microsoft.Extensions.Logging.ILoggerFactory>())
            .Build());
        services.AddScoped<Tenant>();
        services.AddSingleton<StampsInterceptor>();
        services.AddDbContext<LotteryDbContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(provider.GetRequiredService<StampsInterceptor>()));

        services.AddSingleton<Passwords>();
        services.AddSingleton<TicketNumbers>();
        services.AddScoped<Identities>();
        services.AddScoped<SorteoSeeding>();
        services.AddScoped<SorteoEvaluation>();
        services.AddScoped<Idempotency>();
        services.AddScoped<TicketSale>();
        services.AddScoped<TicketCancellation>();
        services.AddScoped<TicketPrizes>();
        return builder;
    }
}
