namespace Lottery.Data;

/// <summary>A value that was given, which may be null on purpose: then it clears. What was not given is no Given.</summary>
public readonly record struct Given<T>(T Value);
