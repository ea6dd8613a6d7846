using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>The scopes that are open where something is logged. Those of ours are found at once, however many the
/// framework has opened around them; what is read of them is what they say at that moment.</summary>
internal sealed class LogScopes : IExternalScopeProvider
{
    private readonly AsyncLocal<Scope?> _current = new();

    /// <summary>For whom a record is, as the nearest scope says that knows.</summary>
    public LogOwner Owner
    {
        get
        {
            var owner = default(LogOwner);
            for (var scope = _current.Value?.Nearest; scope is not null; scope = scope.Outer?.Nearest)
            {
                owner = owner.Else(((LogScope)scope.State!).Now);
            }

            return owner;
        }
    }

    public IDisposable Push(object? state) => _current.Value = new Scope(this, _current.Value, state);

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state) =>
        ForEach(_current.Value, callback, state);

    // Outermost first, as every provider expects it.
    private static void ForEach<TState>(Scope? scope, Action<object?, TState> callback, TState state)
    {
        if (scope is not null)
        {
            ForEach(scope.Outer, callback, state);
            callback(scope.State, state);
        }
    }

    private sealed class Scope : IDisposable
    {
        private readonly LogScopes _scopes;
        private bool _isOver;

        public Scope(LogScopes scopes, Scope? outer, object? state)
        {
            (_scopes, Outer, State) = (scopes, outer, state);
            Nearest = state is LogScope ? this : outer?.Nearest;
        }

        public Scope? Outer { get; }

        public object? State { get; }

        /// <summary>The nearest of ours, this one itself included.</summary>
        public Scope? Nearest { get; }

        public void Dispose()
        {
            if (!_isOver)
            {
                (_isOver, _scopes._current.Value) = (true, Outer);
            }
        }
    }
}

/// <summary>For whom a record is, clean; null where nobody knows.</summary>
internal readonly record struct LogOwner(string? UserId, string? BancaId, string? RequestId)
{
    public LogOwner Else(LogOwner outer) =>
        new(UserId ?? outer.UserId, BancaId ?? outer.BancaId, RequestId ?? outer.RequestId);
}
