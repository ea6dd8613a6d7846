namespace Lottery.Data.Persistence.Disk;

/// <summary>How much the database takes, and of how much.</summary>
/// <param name="Bytes">What the database takes, with its indexes.</param>
/// <param name="Capacity">What there is, bytes: as configured, or the server's file system. Null when not known.</param>
/// <param name="UsedRatio">From 0 to 1: of a configured capacity what the database takes, of a file system what nobody
/// but root could still use. Null with the capacity.</param>
public sealed record DatabaseSize(long Bytes, long? Capacity, double? UsedRatio);
