using System.Collections;
using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>A log scope that says on whose behalf the records inside it were written. A collection, because ZLogger
/// copies that into each record at once and reads anything else item by item, on the heap.</summary>
#pragma warning disable CA1710 // What it is in the first place is a scope.
public abstract class LogScope : ICollection<KeyValuePair<string, object?>>
#pragma warning restore CA1710
{
    internal const string UserIdKey = "userId";
    internal const string BancaIdKey = "bancaId";
    internal const string RequestIdKey = "requestId";

    private const int Length = 3;

    int ICollection<KeyValuePair<string, object?>>.Count => Length;

    bool ICollection<KeyValuePair<string, object?>>.IsReadOnly => true;

    /// <summary>What it says is in every record, so it is cleaned once, by whoever makes it.</summary>
    private protected static string? Cleaned(string? value) => value is null ? null : CleanTexts.Of(Text.Of(value));

    private protected abstract (string? UserId, string? BancaId, string? RequestId) Now { get; }

    void ICollection<KeyValuePair<string, object?>>.CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex)
    {
        var (userId, bancaId, requestId) = Now;
        array[arrayIndex] = new(UserIdKey, userId);
        array[arrayIndex + 1] = new(BancaIdKey, bancaId);
        array[arrayIndex + 2] = new(RequestIdKey, requestId);
    }

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator()
    {
        var all = new KeyValuePair<string, object?>[Length];
        ((ICollection<KeyValuePair<string, object?>>)this).CopyTo(all, 0);
        return ((IEnumerable<KeyValuePair<string, object?>>)all).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)this).GetEnumerator();

    bool ICollection<KeyValuePair<string, object?>>.Contains(KeyValuePair<string, object?> item) =>
        throw new NotSupportedException();

    void ICollection<KeyValuePair<string, object?>>.Add(KeyValuePair<string, object?> item) =>
        throw new NotSupportedException();

    bool ICollection<KeyValuePair<string, object?>>.Remove(KeyValuePair<string, object?> item) =>
        throw new NotSupportedException();

    void ICollection<KeyValuePair<string, object?>>.Clear() => throw new NotSupportedException();
}
