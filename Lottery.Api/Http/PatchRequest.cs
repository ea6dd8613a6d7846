using System.Runtime.CompilerServices;
using System.Text.Json;
using Lottery.Data;

namespace Lottery.Api.Http;

/// <summary>
/// A body of changes. A key that is absent leaves a thing as it is; a null clears it, where it may be empty. The
/// serializer calls a setter only for a key that is there, which is how the two are told apart.
/// </summary>
public abstract record PatchRequest
{
    private readonly HashSet<string> _cleared = [];

    /// <summary>What the thing becomes: its new value, nothing when it was cleared, or what it is now.</summary>
    internal T? Changed<T>(string name, T? given, T? now)
        where T : class => _cleared.Contains(name) ? null : given ?? now;

    /// <summary>As <see cref="Changed{T}(string, T, T)"/>, for values.</summary>
    internal T? Changed<T>(string name, T? given, T? now)
        where T : struct => _cleared.Contains(name) ? null : given ?? now;

    /// <summary>The change of one thing, for who applies changes elsewhere; null when there is none.</summary>
    internal Given<T?>? Asked<T>(string name, T? given)
        where T : class =>
        given is not null || _cleared.Contains(name) ? new Given<T?>(given) : null;

    /// <inheritdoc cref="Asked{T}(string, T)"/>
    internal Given<T?>? Asked<T>(string name, T? given)
        where T : struct =>
        given is not null || _cleared.Contains(name) ? new Given<T?>(given) : null;

    /// <summary>Remembers a null that was sent; for the setter of what may be empty.</summary>
    protected T? Given<T>(T? value, [CallerMemberName] string name = "")
    {
        if (value is null)
        {
            _cleared.Add(name);
        }

        return value;
    }

    /// <summary>Refuses a null that was sent; for the setter of what may not be empty.</summary>
    protected static T Needed<T>(T? value) => value ?? throw new JsonException("A null where there must be a value.");
}
