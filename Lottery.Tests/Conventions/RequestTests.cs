using Lottery.Api;
using Lottery.Api.Http;
using Microsoft.Extensions.Validation;

namespace Lottery.Tests.Conventions;

[TestClass]
public sealed class RequestTests
{
    // The framework validates no request that is not public, and says nothing about it.
    [TestMethod]
    public void Every_request_is_public_and_sealed()
    {
        var requests = typeof(ApiServices).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal) && type != typeof(PatchRequest))
            .ToList();

        Assert.IsNotEmpty(requests);
        Assert.IsEmpty(requests.Where(type => type is not { IsPublic: true, IsSealed: true, IsAbstract: false }).ToList());
    }

    // Nor one that is not marked, because operations are mapped in our own way.
    [TestMethod]
    public void Every_request_and_query_is_marked_for_validation()
    {
        var taken = typeof(ApiServices).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal)
                || type.Name.EndsWith("Query", StringComparison.Ordinal))
            .Where(type => type != typeof(PatchRequest))
            .Where(type => type is { IsClass: true, IsPublic: true }).ToList();

        Assert.IsGreaterThan(20, taken.Count);
        Assert.IsEmpty(taken.Where(type => !type.IsDefined(typeof(ValidatableTypeAttribute), inherit: false)).ToList());
    }
}
