using Lottery.Data.Accounts.Closings;
using Lottery.Data.Accounts.Movements;
using Lottery.Data.Accounts.Posting;
using Lottery.Data.Accounts.Settlement;
using Lottery.Data.Accounts.Statements;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Data.Accounts;

internal static class AccountServices
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<LedgerMetrics>();
        services.AddScoped<ClosingUpdate>();
        services.AddScoped<Ledger>();
        services.AddScoped<Reconciliation>();
        services.AddScoped<MonthlyClosings>();
        services.AddScoped<MovementTarget>();
        services.AddScoped<AccountMovements>();
        services.AddScoped<BalanceReset>();
        services.AddScoped<SettlementSettings>();
        services.AddScoped<StatementSettlement>();
        services.AddScoped<StatementReopening>();
        services.AddScoped<StatementReport>();
        services.AddScoped<DayTimeline>();
        services.AddScoped<StatementRemoval>();
    }
}
