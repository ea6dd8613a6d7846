using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Levels;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.ServiceDefaults.Logging;

[TestClass]
public sealed class LogThresholdTests
{
    [TestMethod]
    [DataRow(null, LogLevel.Information)]
    [DataRow("", LogLevel.Information)]
    [DataRow("debug", LogLevel.Debug)]
    [DataRow("INFO", LogLevel.Information)]
    [DataRow(" Warn ", LogLevel.Warning)]
    [DataRow("error", LogLevel.Error)]
    public void A_known_word_sets_the_threshold(string? text, LogLevel level) =>
        Assert.AreEqual(level, LogThreshold.Parse(text));

    [TestMethod]
    [DataRow("bogus")]
    [DataRow("information")]
    [DataRow("2")]
    [DataRow("none")]
    public void Any_other_text_is_no_threshold(string text) => Assert.IsNull(LogThreshold.Parse(text));
}
