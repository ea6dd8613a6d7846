using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lottery.Api.Http;

/// <summary>
/// Settings as clients may send them: <c>print</c>, <c>theme</c> and, where it is allowed, a free <c>system</c>. Every
/// part may be null, which deletes it; what is not known is refused.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed partial class SettingsAttribute : ValidationAttribute
{
    /// <summary>Characters of the free part; it is kept for a client, not read.</summary>
    private const int LongestSystem = 8_000;

    private static readonly Dictionary<string, Func<JsonNode, bool>> Print = new()
    {
        ["name"] = value => IsText(value, 100),
        ["phone"] = value => IsText(value, 32),
        ["width"] = value => value.GetValueKind() == JsonValueKind.Number
            && value.AsValue().TryGetValue(out int width) && width is 58 or 88,
        ["footer"] = value => IsText(value, 200),
        ["barcode"] = value => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        ["bluetoothMacAddress"] = value => IsText(value, 17) && BluetoothAddress().IsMatch(value.GetValue<string>()),
    };

    public bool AllowSystem { get; init; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is JsonObject settings && Wrong(settings) is { } wrong
            ? new ValidationResult($"La parte {wrong} de la configuración no es válida.")
            : ValidationResult.Success;

    // The path of the first part that is wrong.
    private string? Wrong(JsonObject settings)
    {
        foreach (var (key, value) in settings)
        {
            var wrong = (key, value) switch
            {
                ("print" or "theme", null) => null,
                ("system", null) when AllowSystem => null,
                ("print", JsonObject print) => WrongIn(print),
                ("theme", JsonValue theme) when theme.TryGetValue(out string? name) && name is "light" or "dark" => null,
                ("system", JsonObject system) when AllowSystem && system.ToJsonString().Length <= LongestSystem => null,
                _ => key,
            };
            if (wrong is not null)
            {
                return wrong;
            }
        }

        return null;
    }

    private static string? WrongIn(JsonObject print) =>
        print.Where(part => part.Value is not null)
            .Where(part => !Print.TryGetValue(part.Key, out var isRight) || !isRight(part.Value!))
            .Concat(print.Where(part => part.Value is null && !Print.ContainsKey(part.Key)))
            .Select(part => $"print.{part.Key}")
            .FirstOrDefault();

    private static bool IsText(JsonNode value, int longest) =>
        value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length <= longest;

    [GeneratedRegex("^([0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{8})$")]
    private static partial Regex BluetoothAddress();
}
