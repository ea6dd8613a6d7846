using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Fuzz;

/// <summary>Makes requests: first a right one of any operation, then what is wrong or odd about it.</summary>
internal sealed class Arsenal
{
    public const int RefusedInRound = 1_200;
    public const int OddInRound = 600;

    private readonly IReadOnlyList<ServedOperation> _operations;
    private readonly JsonElement _components;
    private readonly FuzzPlan _plan;
    private readonly Defects _defects;
    private readonly Whims _whims;

    public Arsenal(ServedContract contract, FuzzPlan plan)
    {
        _components = JsonElement.Parse(contract.Text).GetProperty("components").GetProperty("schemas");
        (_operations, _plan) = (contract.Operations, plan);
        _defects = new Defects(_operations, _components);
        _whims = new Whims(_defects, _components);
    }

    /// <summary>A request that must be refused: one thing about it is surely wrong.</summary>
    public Shot Refused(int number, Cast cast)
    {
        var shot = Right(number, cast);
        shot.Defect = _defects.Spoil(shot, cast);
        return shot;
    }

    /// <summary>A request that may also succeed.</summary>
    public Shot Odd(int number, Cast cast)
    {
        var shot = Right(number, cast);
        _whims.Bend(shot, cast);
        return shot;
    }

    private Shot Right(int number, Cast cast)
    {
        var chance = _plan.ChanceOf(number);
        // In turn, so that every operation is met; the role mostly one that may, to come further than the door.
        var operation = _operations[number % _operations.Count];
        var role = chance.One(Cast.Roles);
        if (!operation.IsPublic && !operation.Roles.Contains(role) && chance.Percent(85))
        {
            role = chance.One(operation.Roles);
        }

        var shot = new Shot(number, chance, role, operation)
        {
            Authorization = cast.TokenOf(role) is { } token ? $"Bearer {token}" : null,
            IsChunked = chance.Percent(10),
        };
        Cast.Aim(shot, cast.Ours);
        if (Schema.OfBody(operation, _components) is { } body)
        {
            shot.Json = chance.Percent(60)
                ? JsonNode.Parse(operation.Example)!.AsObject()
                : body.Fitting("", chance, cast.IdOf)!.AsObject();
            cast.MakeOurs(shot.Json);
            // Whoever else sells says for whom; without it nothing but that would be told.
            if (operation.Name == "SellTicket" && role != "VENDEDOR")
            {
                shot.Json["vendedorId"] = cast.IdOf("vendedorId");
            }
        }

        return shot;
    }
}
