namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>Lets one report of a code through every minute, so that an outage is one issue and not thousands.</summary>
internal sealed class Throttle(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (long LastAt, int LeftOut)> _codes = [];

    /// <summary>True when this one is sent; <paramref name="leftOut"/> were not since the last that was.</summary>
    public bool Admits(string code, out int leftOut)
    {
        lock (_codes)
        {
            var isKnown = _codes.TryGetValue(code, out var last);
            leftOut = last.LeftOut;
            var isAdmitted = !isKnown || time.GetElapsedTime(last.LastAt) >= Interval;
            _codes[code] = isAdmitted ? (time.GetTimestamp(), 0) : (last.LastAt, leftOut + 1);
            return isAdmitted;
        }
    }
}
