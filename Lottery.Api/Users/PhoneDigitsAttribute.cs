using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Lottery.Api.Users;

/// <summary>A Costa Rican telephone number, eight digits with or without the country's three, however it is parted.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed partial class PhoneDigitsAttribute : ValidationAttribute
{
    public PhoneDigitsAttribute() => ErrorMessage = "Debe tener 8 dígitos, u 11 con el código del país.";

    public override bool IsValid(object? value) =>
        value is null || (value is string phone && Shape().IsMatch(phone) && DigitsOf(phone)!.Length is 8 or 11);

    /// <summary>What is kept of it.</summary>
    public static string? DigitsOf(string? phone) =>
        phone is null ? null : string.Concat(phone.Where(char.IsAsciiDigit));

    [GeneratedRegex(@"^\+?[0-9 ().\-]{8,20}$")]
    private static partial Regex Shape();
}
