namespace Lottery.ServiceDefaults.Logging;

/// <summary>What a record says of an exception, redacted; its causes are <see cref="Inners"/>.</summary>
internal sealed record LogError(string Type, string? Message, string? Stack, IReadOnlyList<LogError> Inners)
{
    private const int Limit = 8;

    public static LogError Of(Exception exception, HiddenValues hidden) => Of(exception, hidden, 0);

    /// <summary>As a person reads it at a terminal.</summary>
    public override string ToString()
    {
        var lines = new List<string> { $"{Type}: {Message}" };
        lines.AddRange(Inners.Select(inner => $" ---> {inner}"));
        if (Stack is { } stack)
        {
            lines.Add(stack);
        }

        return string.Join('\n', lines);
    }

    private static LogError Of(Exception exception, HiddenValues hidden, int depth)
    {
        IEnumerable<Exception> causes = depth == Limit ? []
            : exception is AggregateException { InnerExceptions: { Count: > 1 } several } ? several.Take(Limit)
            : exception.InnerException is { } inner ? [inner]
            : [];
        return new(
            exception.GetType().FullName!,
            TextOf(exception, static e => e.Message, hidden),
            TextOf(exception, static e => e.StackTrace, hidden),
            [.. causes.Select(cause => Of(cause, hidden, depth + 1))]);
    }

    private static string? TextOf(Exception exception, Func<Exception, string?> read, HiddenValues hidden)
    {
        try
        {
            return read(exception) is { } text ? Text.Clean(text, hidden) : null;
        }
        catch (Exception thrown)
        {
            return $"[unreadable: threw {thrown.GetType().Name}]";
        }
    }
}
