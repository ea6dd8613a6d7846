namespace Lottery.ServiceDefaults.Settings;

/// <summary>
/// A setting that a process takes over from its file while it runs, and all below it. Who depends on it reads it from the
/// configuration when it is wanted, and does not trust it.
/// </summary>
/// <param name="Key">As in <c>Jobs:Cron</c>.</param>
public sealed record LiveSetting(string Key);
