using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Lottery.Api.Http;

/// <summary>
/// A body of changes. A key that is absent leaves a thing as it is; a null clears it, where it may be empty. The
/// serializer calls a setter only for a key that is there, which is how the two are told apart.
/// </summary>
public abstract record PatchRequest
{
    private readonly HashSet<string> _cleared = [];

    /// <summary>What the thing becomes: its new value, nothing when it was cleared, or what it is now.</summary>
    internal T? Changed<T>(string name, T? given, T? now) => _cleared.Contains(name) ? default : given ?? now;

    /// <summary>As <see cref="Changed{T}(string, T, T)"/>, for values.</summary>
    internal T? Changed<T>(string name, T? given, T? now)
        where T : struct => _cleared.Contains(name) ? null : given ?? now;

    internal bool Clears(string name) => _cleared.Contains(name);

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
