namespace Lottery.Tests.Infrastructure;

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Folder of the solution file.</summary>
    public static DirectoryInfo Root { get; } = Find();

    public static FileInfo File(params string[] path) => new(Path.Combine([Root.FullName, .. path]));

    private static DirectoryInfo Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.GetFiles("Lottery.slnx").Length > 0)
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The tests do not run inside a checkout: no Lottery.slnx above them.");
    }
}
