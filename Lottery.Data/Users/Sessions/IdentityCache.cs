using System.Collections.Concurrent;
using Lottery.Data.Persistence;

namespace Lottery.Data.Users.Sessions;

/// <summary>
/// Who the bearers of tokens are, as last read from the database. Triggers announce whatever changes it, so that every
/// process forgets in the moment of the commit; a process that cannot hear remembers nothing.
/// </summary>
public sealed class IdentityCache
{
    /// <summary>The channel that the triggers announce on.</summary>
    private const string Channel = "lottery_identities";

    /// <summary>Users kept at most; a process of ours does not serve more at once, and memory is bounded.</summary>
    private const int MostUsers = 20_000;

    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Guid, KnownIdentity>> _users = [];
    private readonly Announcements _announcements;
    private long _changes;

    public IdentityCache(Announcements announcements)
    {
        _announcements = announcements;
        announcements.Listen(Channel, Hear, ForgetAll);
    }

    /// <summary>
    /// A mark to take before reading the database. What was read is kept only when nothing has changed since the mark:
    /// otherwise a change told while the answer was under way would be overwritten by what it made old.
    /// </summary>
    public long Mark => Interlocked.Read(ref _changes);

    /// <summary>What is known of the bearer, or null when the database must be asked.</summary>
    public Identity? Find(Guid userId, Guid sessionId, DateTimeOffset now) =>
        _announcements.IsHearing
        && _users.TryGetValue(userId, out var sessions)
        && sessions.TryGetValue(sessionId, out var known)
        && now < known.AcceptedUntil
            ? known.Identity
            : null;

    /// <summary>Remembers the bearer until its session runs out, unless something changed since the mark.</summary>
    public void Keep(Identity identity, DateTimeOffset acceptedUntil, long mark)
    {
        if (_users.Count >= MostUsers)
        {
            ForgetAll();
        }

        var sessions = _users.GetOrAdd(identity.UserId, _ => []);
        sessions[identity.SessionId] = new KnownIdentity(identity, acceptedUntil);
        // A change that came between is counted first and forgets after, so one of the two always sees the other.
        if (Mark != mark)
        {
            sessions.TryRemove(identity.SessionId, out _);
        }
    }

    public void ForgetUser(Guid userId)
    {
        Interlocked.Increment(ref _changes);
        _users.TryRemove(userId, out _);
    }

    public void ForgetAll()
    {
        Interlocked.Increment(ref _changes);
        _users.Clear();
    }

    private void Hear(string announced)
    {
        if (announced.Split(' ') is not [var what, var id] || !Guid.TryParse(id, out var which))
        {
            ForgetAll();
        }
        else if (what == "user")
        {
            ForgetUser(which);
        }
        else
        {
            Interlocked.Increment(ref _changes);
            foreach (var sessions in _users.Values)
            {
                sessions.TryRemove(which, out _);
            }
        }
    }

    private sealed record KnownIdentity(Identity Identity, DateTimeOffset AcceptedUntil);
}
