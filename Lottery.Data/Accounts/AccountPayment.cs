namespace Lottery.Data.Accounts;

/// <summary>
/// Money that went over the counter between an entity and the level above. Never changed in amount and never deleted;
/// taking it back marks it reversed and posts the contrary.
/// </summary>
public sealed class AccountPayment
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid BancaId { get; init; }

    public required AccountLevel Level { get; init; }

    /// <summary>Whose account it is posted to.</summary>
    public required Guid EntityId { get; init; }

    /// <summary>Where the vendedor worked by then, or the ventana itself; null for a banca's.</summary>
    public Guid? VentanaId { get; init; }

    /// <summary>Business day that it counts for.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>By the clock on the wall.</summary>
    public required TimeOnly Time { get; init; }

    /// <summary>Colones, above 0 whatever the direction.</summary>
    public required decimal Amount { get; init; }

    public required MovementType Type { get; init; }

    public required PaymentMethod Method { get; init; }

    public string? Notes { get; init; }

    /// <summary>Kept for whoever reads it; nothing follows from it.</summary>
    public required bool IsFinal { get; init; }

    public required Guid PaidById { get; init; }

    /// <summary>Makes a retry answer with this movement; unique within the banca.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 of what the keyed request meant.</summary>
    public byte[]? PayloadHash { get; init; }

    public bool IsReversed { get; private set; }

    public DateTimeOffset? ReversedAt { get; private set; }

    public Guid? ReversedBy { get; private set; }

    public string? ReverseReason { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public AccountKey Account => new(BancaId, Level, EntityId);

    /// <summary>What it does to the saldo, colones.</summary>
    public decimal Effect => Type == MovementType.Payment ? Amount : -Amount;

    /// <summary>Takes the movement back, for good.</summary>
    public Refusal? Reverse(Guid by, string? reason, DateTimeOffset now)
    {
        if (IsReversed)
        {
            return AccountRefusals.PaymentAlreadyReversed;
        }

        (IsReversed, ReversedBy, ReverseReason, ReversedAt) = (true, by, reason, now);
        return null;
    }
}

/// <summary>Which way the money went.</summary>
public enum MovementType
{
    /// <summary>Pago: handed to the entity, raises its saldo.</summary>
    Payment,

    /// <summary>Cobro: taken from the entity, lowers it.</summary>
    Collection,
}
