namespace Lottery.Data.Persistence;

/// <summary>
/// Whose rows the current request or job may see. One per scope, empty until somebody enters it, and an empty tenant
/// sees nothing: forgetting it shows no rows instead of everybody's.
/// </summary>
public sealed class Tenant
{
    /// <summary>The banca whose rows are seen; <see cref="Guid.Empty"/>, which no banca has, when there is none.</summary>
    public Guid BancaId { get; private set; }

    /// <summary>True for an administrator without an active banca and for jobs: every banca's rows.</summary>
    public bool SeesAll { get; private set; }

    /// <summary>The banca, or null when every banca is seen.</summary>
    public Guid? ActiveBancaId => SeesAll ? null : BancaId;

    public void Enter(Guid bancaId) => (BancaId, SeesAll) = (bancaId, false);

    public void EnterAll() => (BancaId, SeesAll) = (Guid.Empty, true);
}
