using Lottery.Api;

namespace Lottery.Tests.Conventions;

[TestClass]
public sealed class RequestTests
{
    // The framework validates no request that is not public, and says nothing about it.
    [TestMethod]
    public void Every_request_is_public_and_sealed()
    {
        var requests = typeof(ApiServices).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal)).ToList();

        Assert.IsNotEmpty(requests);
        Assert.IsEmpty(requests.Where(type => type is not { IsPublic: true, IsSealed: true }).ToList());
    }
}
