using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Lottery.Api.Http;

namespace Lottery.Api.Accounts;

/// <summary>A month as <c>2026-11</c>. An empty text is none: for the framework's own pattern it would be.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MonthAttribute : RegularExpressionAttribute
{
    public MonthAttribute()
        : base("^20[0-9]{2}-(0[1-9]|1[0-2])$") => ErrorMessage = Rules.Pattern;

    public override bool IsValid(object? value) => value is null || (value is not "" && base.IsValid(value));

    internal static DateOnly FirstDayOf(string month) =>
        DateOnly.ParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
