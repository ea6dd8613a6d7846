namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>Something that must end before the process does; disposing it says that it has.</summary>
public sealed class Operation : IDisposable
{
    private readonly Operations _registry;
    private int _ended;

    internal Operation(Operations registry, string id, string type, string description, long startedAt)
    {
        _registry = registry;
        Id = id;
        Type = type;
        Description = description;
        StartedAt = startedAt;
    }

    public string Id { get; }

    public string Type { get; }

    public string Description { get; }

    internal long StartedAt { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _registry.End(this);
        }
    }
}

/// <summary>An operation as a shutdown record shows it.</summary>
public sealed record RunningOperation(string Id, string Type, string Description, double DurationMs);
