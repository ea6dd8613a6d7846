using System.Text;
using Lottery.Api.Access;
using Lottery.Data;
using Lottery.Data.Users;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Access;

/// <summary>The matrix is complete, says nothing of what is not there, and reads the same in the documents.</summary>
[TestClass]
public sealed class AccessMatrixTests
{
    private static ApiHost _host = null!;
    private static ServedContract _contract = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _host = await ApiHost.Start();
        _contract = await ServedContract.Of(_host);
    }

    [ClassCleanup]
    public static async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    public void Every_row_is_an_operation_and_every_operation_a_row()
    {
        var served = _contract.Operations.Select(o => o.Name).Distinct().Order();

        Assert.AreSequenceEqual(served, AccessMatrix.Rows.Select(row => row.Operation).Order());
    }

    [TestMethod]
    public void A_wider_role_reaches_as_far_as_a_narrower_one()
    {
        var roles = Enum.GetValues<Role>();
        foreach (var row in AccessMatrix.Rows.Where(row => !row.IsPublic))
        {
            var reaches = roles.Select(row.Of).Where(reach => reach != Reach.None).ToList();
            Assert.AreSequenceEqual(reaches.Order(), reaches, row.Operation);
        }
    }

    // The document is read by people; a change of who may do what shows in it, line by line.
    [TestMethod]
    public async Task The_committed_matrix_is_the_one_that_is_enforced()
    {
        var committed = Repository.File("docs", "access.md");
        var rendered = Render();
        if (Http.ContractTests.IsUpdating)
        {
            await File.WriteAllTextAsync(committed.FullName, rendered);
        }

        Assert.AreEqual(rendered, await File.ReadAllTextAsync(committed.FullName), Http.ContractTests.HowToUpdate);
    }

    private static string Render()
    {
        var text = new StringBuilder("""
            # Access

            Who may call which operation, and with whose rows. Written by a test from the table that the operations are
            mapped with; do not edit.

            - **all**: every banca's rows; with an active banca (`X-Active-Banca-Id`), that one's
            - **banca**: the active banca's rows, and what belongs to everybody
            - **ventana**: rows of its own ventana
            - **own**: its own rows
            - **no**: refused at the door, 403 `FORBIDDEN`
            - **public**: answered without a token

            A row that is out of reach but of the same banca is 403, one of another banca 404. Without a tenant every
            operation of a BANCA, VENTANA or VENDEDOR is 403. Which users one may change also depends on rank: only
            roles below one's own can be given, changed or shut out.

            """);
        foreach (var tag in _contract.Operations.GroupBy(o => o.Tag))
        {
            text.Append($"\n## {tag.Key}\n\n| operation | ADMIN | BANCA | VENTANA | VENDEDOR |\n|---|---|---|---|---|\n");
            foreach (var operation in tag)
            {
                var row = AccessMatrix.Rows.Single(row => row.Operation == operation.Name);
                var cells = Enum.GetValues<Role>().Select(role => Word(row, role));
                text.Append($"| `{operation.Method} {operation.Path}` | {string.Join(" | ", cells)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Word(AccessRow row, Role role) =>
        row.IsPublic ? "public" : row.Of(role) == Reach.None ? "no" : WireNames.Of(row.Of(role)).ToLowerInvariant();
}
