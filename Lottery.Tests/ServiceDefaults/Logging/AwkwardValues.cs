using System.Text.Json;

namespace Lottery.Tests.ServiceDefaults.Logging;

/// <summary>Values that have broken somebody's log line.</summary>
internal static class AwkwardValues
{
    public static IReadOnlyList<object?> All()
    {
        var circle = new Node();
        circle.Next = circle;
        var deep = Enumerable.Range(0, 100).Aggregate(new Node(), (inner, _) => new Node { Next = inner });
        return
        [
            null, "", "\0", "quote \" and back \\ slash", "line\nbreak\r\n\u2028\u2029\u0085", "emoji 😀 ñ",
            "lone high \ud83d x", "\ude00 lone low", new string('x', 1_000_000),
            new string('x', 32 * 1024 - 1) + "😀😀",
            double.NaN, float.NegativeInfinity, double.MaxValue, decimal.MaxValue, ulong.MaxValue, Int128.MaxValue,
            'c', '\ud800', DayOfWeek.Friday, Guid.Empty, DateTime.MaxValue, DateTimeOffset.MinValue, DateOnly.MinValue,
            TimeSpan.MinValue, new Uri("https://example.org/?q=\""), typeof(string), (Action)(() => { }), Stream.Null,
            Task.FromException(new InvalidOperationException("faulted")), CancellationToken.None,
            new { A = double.NaN, B = "lone \ud83d", C = DayOfWeek.Friday }, (1, "two"), new byte[] { 1, 2 },
            new Dictionary<string, object?> { ["key \"\n"] = 1, ["\ud800"] = null }, new object?[] { new Throwing() },
            circle, deep, Endless(), new { Items = Endless() }, new Throwing(),
            new Node { Name = new string('y', 100_000) },
            JsonElement.Parse("""{"a":[1]}"""), default(JsonElement),
            new ThrowingException(), new AggregateException(new TimeoutException(), new ThrowingException()),
        ];
    }

    private static IEnumerable<int> Endless()
    {
        while (true)
        {
            yield return 1;
        }
    }

    internal sealed class Node
    {
        public Node? Next { get; set; }

        public string Name { get; init; } = "node";
    }

    internal sealed class Opened
    {
        public bool WasOpened { get; private set; }

        public string Member
        {
            get
            {
                WasOpened = true;
                return "member";
            }
        }

        public override string ToString() => "opened";
    }

    private sealed class Throwing
    {
        private readonly string _reason = "unreadable";

        public string Member => throw new InvalidOperationException(_reason);

        public override string ToString() => throw new InvalidOperationException("text");
    }

    private sealed class ThrowingException : Exception
    {
        public override string Message => throw new InvalidOperationException("message");

        public override string? StackTrace => throw new InvalidOperationException("stack");
    }
}
