using System.Reflection;
using static Lottery.Api.Access.AccessRow;
using static Lottery.Api.Access.Reach;

namespace Lottery.Api.Access;

/// <summary>
/// Who may do what, and with whose rows: the one table that every operation is mapped with. The framework's own ways to
/// map an operation are banned symbols, so one without a row here does not compile.
/// </summary>
internal static class AccessMatrix
{
    public static readonly AccessRow LogIn = Public();
    public static readonly AccessRow Refresh = Public();
    public static readonly AccessRow LogOut = Public();

    // The reach of ADMIN, BANCA, VENTANA and VENDEDOR, in this order.
    public static readonly AccessRow LogOutEverywhere = Row(Own, Own, Own, Own);
    public static readonly AccessRow GetMe = Row(Own, Own, Own, Own);
    public static readonly AccessRow UpdateMe = Row(Own, Own, Own, Own);
    public static readonly AccessRow ChangePassword = Row(Own, Own, Own, Own);
    public static readonly AccessRow SetActiveBanca = Row(All, Banca, None, None);
    public static readonly AccessRow ListSessions = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow RevokeSession = Row(All, Banca, Ventana, Own);

    public static readonly AccessRow CreateBanca = Row(All, None, None, None);
    public static readonly AccessRow ListBancas = Row(All, Banca, Banca, Banca);
    public static readonly AccessRow GetBanca = Row(All, Banca, Banca, Banca);
    public static readonly AccessRow UpdateBanca = Row(All, Banca, None, None);
    public static readonly AccessRow DeactivateBanca = Row(All, None, None, None);
    public static readonly AccessRow RestoreBanca = Row(All, None, None, None);

    public static readonly AccessRow CreateVentana = Row(All, Banca, None, None);
    public static readonly AccessRow ListVentanas = Row(All, Banca, Ventana, Ventana);
    public static readonly AccessRow GetVentana = Row(All, Banca, Ventana, Ventana);
    public static readonly AccessRow UpdateVentana = Row(All, Banca, Ventana, None);
    public static readonly AccessRow DeactivateVentana = Row(All, Banca, None, None);
    public static readonly AccessRow RestoreVentana = Row(All, Banca, None, None);

    public static readonly AccessRow CreateUser = Row(All, Banca, Ventana, None);
    public static readonly AccessRow ListUsers = Row(All, Banca, Ventana, None);
    public static readonly AccessRow GetUser = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow UpdateUser = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow DeactivateUser = Row(All, Banca, Ventana, None);
    public static readonly AccessRow RestoreUser = Row(All, Banca, Ventana, None);
    public static readonly AccessRow ListAllowedMultipliers = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow ListAllAllowedMultipliers = Row(All, Banca, Ventana, Own);

    public static readonly AccessRow ListUserBancas = Row(All, Own, None, None);
    public static readonly AccessRow AssignBanca = Row(All, None, None, None);
    public static readonly AccessRow SetDefaultBanca = Row(All, Own, None, None);
    public static readonly AccessRow RemoveBanca = Row(All, None, None, None);

    public static readonly AccessRow CreateVendedor = Row(All, Banca, None, None);
    public static readonly AccessRow ListVendedores = Row(All, Banca, Ventana, None);
    public static readonly AccessRow GetVendedor = Row(All, Banca, Ventana, None);
    public static readonly AccessRow UpdateVendedor = Row(All, Banca, None, None);
    public static readonly AccessRow DeactivateVendedor = Row(All, Banca, None, None);
    public static readonly AccessRow RestoreVendedor = Row(All, Banca, None, None);

    public static readonly AccessRow CreateLoteria = Row(All, Banca, None, None);
    public static readonly AccessRow ListLoterias = Row(All, Banca, Banca, Banca);
    public static readonly AccessRow GetLoteria = Row(All, Banca, Banca, Banca);
    public static readonly AccessRow UpdateLoteria = Row(All, Banca, None, None);
    public static readonly AccessRow DeleteLoteria = Row(All, Banca, None, None);
    public static readonly AccessRow RestoreLoteria = Row(All, Banca, None, None);
    public static readonly AccessRow PreviewSchedule = Row(All, Banca, Banca, Banca);
    public static readonly AccessRow SeedSorteos = Row(All, Banca, None, None);

    public static readonly AccessRow CreateMultiplier = Row(All, Banca, None, None);
    public static readonly AccessRow ListMultipliers = Row(All, Banca, Banca, Banca);
    public static readonly AccessRow GetMultiplier = Row(All, Banca, None, None);
    public static readonly AccessRow UpdateMultiplier = Row(All, Banca, None, None);
    public static readonly AccessRow ToggleMultiplier = Row(All, Banca, None, None);
    public static readonly AccessRow RestoreMultiplier = Row(All, Banca, None, None);

    // What binds one may be read; a ventana restricts itself and its sellers, and nobody restricts themselves.
    public static readonly AccessRow CreateRestriction = Row(All, Banca, Ventana, None);
    public static readonly AccessRow ListRestrictions = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow ListGroupedRestrictions = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow GetRestriction = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow UpdateRestriction = Row(All, Banca, Ventana, None);
    public static readonly AccessRow UpdateRestrictions = Row(All, Banca, Ventana, None);
    public static readonly AccessRow DeleteRestrictions = Row(All, Banca, Ventana, None);
    public static readonly AccessRow DeleteRestriction = Row(All, Banca, Ventana, None);
    public static readonly AccessRow RestoreRestriction = Row(All, Banca, Ventana, None);
    public static readonly AccessRow GetMyRestrictions = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow RehydrateSorteo = Row(All, None, None, None);
    public static readonly AccessRow GetAutoDateHealth = Row(All, None, None, None);
    public static readonly AccessRow ExecuteAutoDates = Row(All, None, None, None);

    // A seller reads what it pays; a ventana decides for itself and for its sellers.
    public static readonly AccessRow CreateOverride = Row(All, Banca, Ventana, None);
    public static readonly AccessRow ListOverrides = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow GetOverride = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow UpdateOverride = Row(All, Banca, Ventana, None);
    public static readonly AccessRow DeleteOverride = Row(All, Banca, Ventana, None);
    public static readonly AccessRow RestoreOverride = Row(All, Banca, Ventana, None);

    public static readonly AccessRow GetLoteriaSetting = Row(All, Banca, None, None);
    public static readonly AccessRow UpdateLoteriaSetting = Row(All, Banca, None, None);

    // What one earns is written by who stands above, and read by oneself as well.
    public static readonly AccessRow GetBancaCommissions = Row(All, Banca, None, None);
    public static readonly AccessRow AgreeWithBanca = Row(All, None, None, None);
    public static readonly AccessRow GetVentanaCommissions = Row(All, Banca, Ventana, None);
    public static readonly AccessRow AgreeWithVentana = Row(All, Banca, None, None);
    public static readonly AccessRow GetUserCommissions = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow AgreeWithUser = Row(All, Banca, Ventana, None);

    public static readonly AccessRow GetAutoConfig = Row(All, None, None, None);
    public static readonly AccessRow UpdateAutoConfig = Row(All, None, None, None);
    public static readonly AccessRow GetAutoStatus = Row(All, All, All, All);
    public static readonly AccessRow ExecuteAutoOpen = Row(All, Banca, None, None);
    public static readonly AccessRow ExecuteAutoCreate = Row(All, Banca, None, None);
    public static readonly AccessRow ExecuteAutoClose = Row(All, Banca, None, None);

    public static readonly AccessRow ListJobs = Row(All, None, None, None);
    public static readonly AccessRow ListJobRuns = Row(All, None, None, None);
    public static readonly AccessRow GetJobRun = Row(All, None, None, None);
    public static readonly AccessRow RunJob = Row(All, None, None, None);

    public static readonly AccessRow CreateSorteo = Row(All, Banca, None, None);
    public static readonly AccessRow ListSorteos = Row(All, Banca, Banca, Banca);
    public static readonly AccessRow GetSorteo = Row(All, Banca, Banca, Banca);
    public static readonly AccessRow UpdateSorteo = Row(All, Banca, None, None);
    public static readonly AccessRow DeleteSorteo = Row(All, Banca, None, None);
    public static readonly AccessRow OpenSorteo = Row(All, Banca, None, None);
    public static readonly AccessRow CloseSorteo = Row(All, Banca, None, None);
    public static readonly AccessRow EvaluateSorteo = Row(All, Banca, None, None);
    public static readonly AccessRow RevertEvaluation = Row(All, Banca, None, None);
    public static readonly AccessRow SetSorteoActive = Row(All, Banca, None, None);
    public static readonly AccessRow RestoreSorteo = Row(All, Banca, None, None);

    public static readonly AccessRow ListListas = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow ExcludeLista = Row(All, Banca, None, None);
    public static readonly AccessRow IncludeLista = Row(All, Banca, None, None);
    public static readonly AccessRow ListExcludedListas = Row(All, Banca, Ventana, None);

    // A banca is let in to be told in the sale's own words that it does not sell.
    public static readonly AccessRow SellTicket = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow ListTickets = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow GetTicket = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow CancelTicket = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow RestoreTicket = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow PrintTicket = Row(All, Banca, Ventana, Own);

    public static readonly AccessRow GetBalances = Row(All, Banca, Ventana, Own);

    // Any counter of the banca pays a prize, so any counter finds the ticket by the number printed on it.
    public static readonly AccessRow GetTicketByNumber = Row(All, Banca, Banca, Banca);
    public static readonly AccessRow PayTicket = Row(All, Banca, Banca, Banca);

    // A ventana corrects what it paid itself, whichever ventana sold the ticket.
    public static readonly AccessRow ReversePayment = Row(All, Banca, Banca, None);
    public static readonly AccessRow FinalizePayment = Row(All, Banca, Banca, None);

    // An account is read by whose it is and from above; only who stands above moves money on it.
    public static readonly AccessRow GetStatement = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow GetTimeline = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow GetHistoricalEntities = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow GetCurrentBalance = Row(None, None, Ventana, None);
    public static readonly AccessRow DeleteStatement = Row(All, None, None, None);
    public static readonly AccessRow ReopenStatements = Row(All, None, None, None);
    public static readonly AccessRow RegisterMovement = Row(All, Banca, Ventana, None);
    public static readonly AccessRow ListMovements = Row(All, Banca, Ventana, Own);
    public static readonly AccessRow ReverseMovement = Row(All, Banca, Ventana, None);
    public static readonly AccessRow ResetBalance = Row(All, Banca, None, None);
    public static readonly AccessRow ListClosings = Row(All, Banca, None, None);
    public static readonly AccessRow CloseMonth = Row(All, None, None, None);
    public static readonly AccessRow ReconcileAccounts = Row(All, None, None, None);

    public static readonly AccessRow GetSettlementConfig = Row(All, None, None, None);
    public static readonly AccessRow UpdateSettlementConfig = Row(All, None, None, None);
    public static readonly AccessRow GetSettlementStatus = Row(All, All, All, All);
    public static readonly AccessRow ExecuteSettlement = Row(All, None, None, None);

    public static readonly AccessRow ListActivityLogs = Row(All, Banca, None, None);
    public static readonly AccessRow GetActivityStatistics = Row(All, Banca, None, None);
    public static readonly AccessRow ListActivityOfUser = Row(All, Banca, None, None);
    public static readonly AccessRow ListActivityOfTarget = Row(All, Banca, None, None);
    public static readonly AccessRow ListActivityOfAction = Row(All, Banca, None, None);
    public static readonly AccessRow GetActivityLog = Row(All, Banca, None, None);

    // Nobody erases the trail of what they did: not a banca its own, and nobody what is young.
    public static readonly AccessRow CleanUpActivityLogs = Row(All, None, None, None);

    // An app that cannot log in any more still has to learn that there is a newer one.
    public static readonly AccessRow GetAppVersion = Public();
    public static readonly AccessRow DownloadApp = Public();

    public static readonly AccessRow SendTelemetry = Row(Own, Own, Own, Own);

    public static readonly AccessRow GetCutoff = Row(All, Banca, Ventana, None);

    /// <summary>Every row, in the order above.</summary>
    public static IReadOnlyList<AccessRow> Rows { get; } =
    [
        .. typeof(AccessMatrix).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (AccessRow)field.GetValue(null)!),
    ];
}
