using Lottery.ServiceDefaults.Requests;

namespace Lottery.Tests.ServiceDefaults.Requests;

[TestClass]
[TestProperty("Defect", "D-40")]
public sealed class RequestIdTests
{
    [TestMethod]
    [DataRow("a")]
    [DataRow("POS-17_2026.10.20")]
    [DataRow("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_harmless_id_of_the_client_is_kept(string sent) => Assert.AreEqual(sent, RequestId.From(sent));

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("two words")]
    [DataRow("line\nbreak")]
    [DataRow("ñandú")]
    [DataRow("<script>")]
    [DataRow("4111-1111-1111-1111")]
    [DataRow("1-0234-0567")]
    [DataRow("01234567890123456789012345678901234567890123456789012345678901234")]
    public void Any_other_is_replaced_by_an_ordered_one(string? sent)
    {
        var id = Guid.Parse(RequestId.From(sent));

        Assert.AreEqual(7, id.Version);
    }
}
