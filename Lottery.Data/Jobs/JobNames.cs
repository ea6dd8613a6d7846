namespace Lottery.Data.Jobs;

/// <summary>Jobs that are known outside the worker by more than being listed.</summary>
public static class JobNames
{
    public const string AutoOpen = "sorteos-auto-open";
    public const string AutoCreate = "sorteos-auto-create";
    public const string AutoClose = "sorteos-auto-close";
    public const string Settlement = "account-settlement";
    public const string Reconciliation = "account-reconciliation";
}
