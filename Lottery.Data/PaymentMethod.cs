namespace Lottery.Data;

/// <summary>How money changed hands.</summary>
public enum PaymentMethod
{
    Cash,
    Transfer,
    Check,
    Other,
}
