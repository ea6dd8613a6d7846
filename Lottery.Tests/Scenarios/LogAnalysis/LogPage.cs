using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Scenarios.LogAnalysis;

/// <summary>docs/log-analysis.md: what it sets up, and its commands by the comment above each.</summary>
internal sealed partial class LogPage
{
    private const string CommentMark = "# ";

    private readonly List<string> _setup = [];

    private LogPage()
    {
    }

    public Dictionary<string, string> Commands { get; } = [];

    /// <summary>What is pasted first by whoever has files.</summary>
    public string SetupForFiles => string.Concat(_setup.Where(block => !block.Contains("journalctl")));

    /// <summary>The same of whoever has a journal.</summary>
    public string SetupForJournal => string.Concat(_setup.Where(block => !block.Contains("$logs")));

    public static LogPage Read()
    {
        var page = new LogPage();
        var text = File.ReadAllText(Repository.File("docs", "log-analysis.md").FullName);
        foreach (var block in Blocks().Matches(text).Select(match => match.Groups[1].Value))
        {
            if (block.StartsWith(CommentMark, StringComparison.Ordinal))
            {
                page.AddCommands(block);
            }
            else
            {
                page._setup.Add(block);
            }
        }

        return page;
    }

    private void AddCommands(string block)
    {
        foreach (var command in ("\n" + block).Split("\n" + CommentMark, StringSplitOptions.RemoveEmptyEntries))
        {
            var title = command[..command.IndexOf('\n')];
            Commands.Add(title, command[(title.Length + 1)..]);
        }
    }

    [GeneratedRegex("^```bash\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
