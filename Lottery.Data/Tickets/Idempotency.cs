using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lottery.Data.Calendar;

namespace Lottery.Data.Tickets;

/// <summary>
/// Remembers the answer to a keyed request in the transaction of its act, so that a retry, even after a restart, gets
/// the same answer and does nothing.
/// </summary>
public sealed class Idempotency(LotteryDbContext db, BusinessCalendar calendar)
{
    /// <summary>Shape in which answers and payloads are kept. Numbers and names are those of the wire.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>As <see cref="Json"/>, with 100.00 written as 100: what a request means does not hang on its zeros.</summary>
    internal static readonly JsonSerializerOptions Canonical = new(Json) { Converters = { new PlainDecimals() } };

    /// <summary>The earlier answer, a refusal when the key came with another payload, or null when it is new.</summary>
    public async Task<Outcome<T>?> Find<T>(IdempotentCall call, CancellationToken cancellationToken)
    {
        if (call.Key is null)
        {
            return null;
        }

        var record = await db.IdempotencyRecords.FindAsync([call.UserId, call.Operation, call.Key], cancellationToken);
        return record is null ? (Outcome<T>?)null : call.Replay<T>(record.PayloadHash, record.Response);
    }

    /// <summary>Keeps the answer; it is saved with the act.</summary>
    public void Keep<T>(IdempotentCall call, T answer)
    {
        if (call.Key is { } key)
        {
            db.IdempotencyRecords.Add(new IdempotencyRecord
            {
                UserId = call.UserId,
                Operation = call.Operation,
                Key = key,
                PayloadHash = call.PayloadHash,
                Response = JsonSerializer.Serialize(answer, Json),
                CreatedAt = calendar.Now,
            });
        }
    }

    private sealed class PlainDecimals : JsonConverter<decimal>
    {
        // Dividing by a one with every decimal there is takes the zeros away and changes nothing else.
        private const decimal One = 1.0000000000000000000000000000m;

        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value / One);
    }
}

/// <summary>A request that may come twice.</summary>
/// <param name="Key">Null when the client named none: then nothing protects it.</param>
/// <param name="Payload">What the request means, without the key itself.</param>
public sealed record IdempotentCall(Guid UserId, string Operation, string? Key, object Payload)
{
    /// <summary>SHA-256 of the payload in one canonical form.</summary>
    public byte[] PayloadHash { get; } =
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Payload, Payload.GetType(), Idempotency.Canonical));

    internal Outcome<T> Replay<T>(byte[] hash, string response) =>
        hash.AsSpan().SequenceEqual(PayloadHash)
            ? JsonSerializer.Deserialize<T>(response, Idempotency.Json)!
            : TicketRefusals.PayloadMismatch;
}
