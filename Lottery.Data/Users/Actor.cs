namespace Lottery.Data.Users;

/// <summary>
/// Who is acting, as the database knows them now (never as a token claims), and in which request. Every act takes one.
/// </summary>
/// <param name="UserId">Null for the system itself.</param>
/// <param name="Role">Role of the user at this moment.</param>
/// <param name="BancaId">
/// Tenant the actor works in; null only for an administrator without an active banca and for the system.
/// </param>
/// <param name="VentanaId">Ventana of a VENTANA or VENDEDOR, else null.</param>
/// <param name="RequestId">Id of the HTTP request or the job run, written to every activity row.</param>
public sealed record Actor(Guid? UserId, Role Role, Guid? BancaId, Guid? VentanaId, string? RequestId)
{
    /// <summary>Address the request came from, when it came over HTTP.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The product itself: scheduled jobs and commands.</summary>
    public static Actor System(string? requestId = null) => new(null, Role.Admin, null, null, requestId);

    /// <summary>Whoever called a public operation: nobody yet, with the lowest rank and no tenant.</summary>
    public static Actor Nobody(string? requestId) => new(null, Role.Vendedor, null, null, requestId);

    /// <summary>The acting user's id. Only to be asked where the system cannot be acting.</summary>
    public Guid Id => UserId ?? throw new InvalidOperationException("The system acts here without being a user.");
}
