using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace Lottery.Api.Http;

/// <summary>A list without nulls in it: the serializer minds a null that is a member, not one in a list.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class NoGapsAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is not IEnumerable items || items.Cast<object?>().All(item => item is not null);
}
