using System.Diagnostics.CodeAnalysis;

namespace Lottery.Data;

/// <summary>Either what was asked for or the <see cref="Refusal"/> that explains why not.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    private Outcome(T? value, Refusal? refusal) => (_value, _refusal) = (value, refusal);

    /// <summary>Done; for values of interface types, which do not convert by themselves.</summary>
    public Outcome(T value)
        : this(value, null)
    {
    }

    /// <summary>True when the act was refused; then <paramref name="refusal"/> says why and there is no value.</summary>
    public bool IsRefused([NotNullWhen(true)] out Refusal? refusal, [MaybeNullWhen(true)] out T value)
    {
        refusal = _refusal;
        value = _value;
        return refusal is not null;
    }

    /// <summary>The refusal, or null when the act was done.</summary>
    public Refusal? Refusal => _refusal;

    /// <summary>The same refusal, or <paramref name="then"/> of the value.</summary>
    public Outcome<TNext> Select<TNext>(Func<T, TNext> then) =>
        _refusal is { } refusal ? refusal : then(_value!);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
