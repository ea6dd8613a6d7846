namespace Lottery.Api.Http.Queries;

/// <summary>Patterns for a search as typed: what the person typed is text, never a wildcard.</summary>
internal static class Like
{
    public const string Escape = "\\";

    public static string Containing(string text) => $"%{text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)}%";
}
