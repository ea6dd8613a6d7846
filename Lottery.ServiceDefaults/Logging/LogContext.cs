using System.Collections;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>A log scope that says on whose behalf the records inside it were written.</summary>
public sealed record LogContext(string? UserId, string? BancaId, string? RequestId)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    internal const string UserIdKey = "userId";
    internal const string BancaIdKey = "bancaId";
    internal const string RequestIdKey = "requestId";

    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new(UserIdKey, UserId),
        1 => new(BancaIdKey, BancaId),
        2 => new(RequestIdKey, RequestId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
