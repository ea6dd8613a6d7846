namespace Lottery.ServiceDefaults.Requests;

/// <summary>Feature of a request that came too late: the process stops, and another one has it next.</summary>
internal sealed record TurnedAway;
