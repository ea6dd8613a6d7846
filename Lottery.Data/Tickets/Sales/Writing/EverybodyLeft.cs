namespace Lottery.Data.Tickets.Sales.Writing;

/// <summary>A group is given up only when nobody is left who wants it.</summary>
internal sealed class EverybodyLeft : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<CancellationTokenRegistration> _registrations;
    private int _staying;

    public EverybodyLeft(List<WaitingSale> group)
    {
        _staying = group.Count;
        _registrations = group.ConvertAll(one => one.Left.Register(OneLeft));
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void OneLeft()
    {
        if (Interlocked.Decrement(ref _staying) == 0)
        {
            _source.Cancel();
        }
    }
}
