using System.Runtime.ExceptionServices;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Tickets.Exposure;

namespace Lottery.Data.Tickets.Sales.Writing;

/// <summary>A sale in the queue of its draw.</summary>
/// <param name="Left">Whoever asked for it is gone.</param>
internal sealed record WaitingSale(WrittenSale Sale, CancellationToken Left)
{
    /// <summary>Ends the waiting.</summary>
    public TaskCompletionSource<QueuePart> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<SaleEnd> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>On whose behalf it is written.</summary>
    public QueryTally? Tally { get; } = QueryTally.Current;
}

/// <summary>What a sale is in its group: the one that takes it to the database, or one that is taken along.</summary>
internal enum QueuePart
{
    Leader,
    Member,
}

/// <summary>What became of a sale that went to the database.</summary>
/// <param name="Refusal">Why it was refused; null when it was written, or failed.</param>
internal sealed record SaleEnd(SaleRefusal? Refusal, Exception? Failure = null)
{
    /// <summary>The refusal, or null when it was written; throws what it failed with.</summary>
    public SaleRefusal? Read()
    {
        if (Failure is not null)
        {
            ExceptionDispatchInfo.Throw(Failure);
        }

        return Refusal;
    }
}
