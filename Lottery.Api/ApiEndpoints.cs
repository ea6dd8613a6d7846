using Lottery.Api.Accounts;
using Lottery.Api.Accounts.Movements;
using Lottery.Api.Accounts.Statements;
using Lottery.Api.Activity;
using Lottery.Api.App;
using Lottery.Api.Auth;
using Lottery.Api.Bancas;
using Lottery.Api.Commissions;
using Lottery.Api.Diagnostics;
using Lottery.Api.Http;
using Lottery.Api.Http.Failures;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Protection;
using Lottery.Api.Jobs;
using Lottery.Api.Listas;
using Lottery.Api.Loterias;
using Lottery.Api.Restrictions;
using Lottery.Api.Sorteos;
using Lottery.Api.Telemetry;
using Lottery.Api.Tickets;
using Lottery.Api.Users;
using Lottery.Api.Vendedores;
using Lottery.Api.Ventanas;

namespace Lottery.Api;

/// <summary>The API's table of contents.</summary>
public static class ApiEndpoints
{
    public static WebApplication MapApi(this WebApplication app)
    {
        app.UseOuterProtection();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context =>
            Problems.Write(context.HttpContext, ValidationProblems.ForStatus(context.HttpContext.Response.StatusCode)));
        app.UseRouting();
        app.UseInnerProtection();
        app.UseJsonBodiesOnly();
        app.UseAuthentication();
        app.UseGlobalRateLimit();
        app.UseAuthorization();
        app.UseMiddleware<TenantEntry>();

        app.MapContract();
        var api = app.MapGroup("/api/v1");
        api.MapAuth();
        api.MapBancas();
        api.MapVentanas();
        api.MapUsers();
        api.MapUserBancas();
        api.MapAllowedMultipliers();
        api.MapVendedores();
        api.MapLoterias();
        api.MapLoteriaSettings();
        api.MapMultipliers();
        api.MapRestrictions();
        api.MapAutoDates();
        api.MapMultiplierOverrides();
        api.MapCommissionPolicies();
        api.MapMyRestrictions();
        api.MapSorteos();
        api.MapAutomation();
        api.MapListas();
        api.MapTickets();
        api.MapBalances();
        api.MapPrizes();
        api.MapStatements();
        api.MapMovements();
        api.MapClosings();
        api.MapSettlement();
        api.MapActivityLogs();
        api.MapJobs();
        api.MapApp();
        api.MapTelemetry();
        api.MapDiagnostics();
        return app;
    }
}
