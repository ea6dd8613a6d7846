using Lottery.Data.Activity;
using Lottery.Data.Persistence;

namespace Lottery.Data.Loterias;

/// <summary>A game: its schedule, its number space and the rules of a bet. Global ones are templates.</summary>
public sealed class Loteria : IStamped, IAudited
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Null for a global template.</summary>
    public Guid? BancaId { get; init; }

    /// <summary>Unique within the banca, and among the templates.</summary>
    public required string Name { get; set; }

    /// <summary>The rules as the client sent them, always an object that <see cref="LoteriaRules.Parse"/> accepts.</summary>
    public string RulesJson { get; private set; } = "{}";

    public bool IsActive { get; private set; } = true;

    public DateTimeOffset? DeletedAt { get; private set; }

    public Guid? DeletedBy { get; private set; }

    public string? DeletedReason { get; private set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    string IAudited.TargetType => "LOTERIA";

    Guid? IAudited.TenantId => BancaId;

    public LoteriaRules Rules => LoteriaRules.Stored(RulesJson);

    /// <summary>The same game for a banca of its own.</summary>
    public Loteria CopyFor(Guid bancaId) => new() { BancaId = bancaId, Name = Name, RulesJson = RulesJson };

    /// <summary>Takes new rules; refused with what is wrong in them.</summary>
    public Refusal? SetRules(string rulesJson)
    {
        if (LoteriaRules.Parse(rulesJson).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        RulesJson = rulesJson;
        return null;
    }

    /// <summary>Turns the game on or off; off, nothing of it is sold. A deleted one stays off.</summary>
    public Refusal? SetActive(bool isActive)
    {
        if (DeletedAt is not null && isActive)
        {
            return LoteriaRefusals.Deleted;
        }

        IsActive = isActive;
        return null;
    }

    public Refusal? Delete(Guid? by, string? reason, DateTimeOffset now)
    {
        if (DeletedAt is not null)
        {
            return LoteriaRefusals.Deleted;
        }

        (IsActive, DeletedAt, DeletedBy, DeletedReason) = (false, now, by, reason);
        return null;
    }

    /// <summary>Undoes a deletion. Doing it twice changes nothing.</summary>
    public void Restore() => (IsActive, DeletedAt, DeletedBy, DeletedReason) = (true, null, null, null);
}
