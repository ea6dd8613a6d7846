using Lottery.Tests.Given;

namespace Lottery.Tests.Accounts.Model;

/// <summary>A banca of the model.</summary>
internal sealed class ModelBanca
{
    public required Guid Id { get; init; }

    public required GameWorld Game { get; init; }

    public required IReadOnlyList<Guid> Ventanas { get; init; }

    public required List<Person> Sellers { get; init; }

    /// <summary>The draw that is sold now.</summary>
    public Guid? Open { get; set; }

    public static async Task<ModelBanca> Furnish(World world, Random random)
    {
        var banca = await world.Banca();
        Guid[] ventanas = [await banca.Ventana(), await banca.Ventana()];
        List<Person> sellers =
            [await banca.Vendedor(ventanas[0]), await banca.Vendedor(ventanas[0]), await banca.Vendedor(ventanas[1])];
        foreach (var seller in sellers.Skip(1))
        {
            await AccountWorld.Agree(world, "users", seller.Id, random.Next(1, 2_000) / 100m);
        }

        foreach (var ventana in ventanas)
        {
            await AccountWorld.Agree(world, "ventanas", ventana, random.Next(1, 2_000) / 100m);
        }

        return new ModelBanca { Id = banca.Id, Game = await banca.Loteria(), Ventanas = ventanas, Sellers = sellers };
    }
}
