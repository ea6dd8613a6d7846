using System.Runtime.CompilerServices;
using Lottery.Data.Users;

namespace Lottery.Api.Access;

/// <summary>One line of the <see cref="AccessMatrix"/>: who may call an operation, and how far each reaches.</summary>
/// <param name="Operation">Name of the handler, which is the operation's id in the contract.</param>
internal sealed record AccessRow(string Operation, Reach Admin, Reach Banca, Reach Ventana, Reach Vendedor)
{
    /// <summary>True for what is answered without a token.</summary>
    public bool IsPublic { get; private init; }

    /// <summary>The roles that are let in; none for a public operation, which asks nobody.</summary>
    public IReadOnlyList<Role> Roles => [.. Enum.GetValues<Role>().Where(role => Of(role) != Reach.None)];

    public Reach Of(Role role) => role switch
    {
        Role.Admin => Admin,
        Role.Banca => Banca,
        Role.Ventana => Ventana,
        Role.Vendedor => Vendedor,
        _ => Reach.None,
    };

    public static AccessRow Row(
        Reach admin, Reach banca, Reach ventana, Reach vendedor, [CallerMemberName] string operation = "") =>
        new(operation, admin, banca, ventana, vendedor);

    public static AccessRow Public([CallerMemberName] string operation = "") =>
        new(operation, Reach.None, Reach.None, Reach.None, Reach.None) { IsPublic = true };
}
