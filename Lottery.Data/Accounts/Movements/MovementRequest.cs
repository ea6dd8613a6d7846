using System.Security.Cryptography;
using System.Text.Json;

namespace Lottery.Data.Accounts.Movements;

/// <summary>A movement as somebody asks for it.</summary>
/// <param name="Time">By the clock on the wall; null for the beginning of the day.</param>
/// <param name="VendedorId">Counts before the ventana, and that before the banca.</param>
/// <param name="Amount">Colones, above 0.</param>
/// <param name="IdempotencyKey">Makes a retry answer with the movement of the first time.</param>
public sealed record MovementRequest(
    DateOnly Day,
    TimeOnly? Time,
    Guid? BancaId,
    Guid? VentanaId,
    Guid? VendedorId,
    decimal Amount,
    MovementType Type,
    PaymentMethod Method,
    string? Notes,
    bool IsFinal,
    string? IdempotencyKey)
{
    /// <summary>SHA-256 of what is asked for, whatever the zeros behind the amount.</summary>
    internal byte[] PayloadHash() => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        this with { IdempotencyKey = null, Amount = Amount / 1.0000000000000000000000000000m }));
}

/// <summary>A movement that was registered or taken back.</summary>
/// <param name="IsReplay">True when it had been registered before under the same key.</param>
public sealed record RegisteredMovement(AccountPayment Payment, bool IsReplay);
