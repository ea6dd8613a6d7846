namespace Lottery.ServiceDefaults.Telemetry.Otlp.Sending;

/// <summary>A thread that brings what waits in a queue to the collector, one batch after the other.</summary>
internal sealed class OtlpSender
{
    private readonly OtlpQueue _queue;
    private readonly OtlpClient _client;
    private readonly CancellationToken _over;
    private readonly Action<int> _lost;
    private readonly Action _recovered;
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="name">Of the thread.</param>
    /// <param name="queue">What waits.</param>
    /// <param name="client">The way to the collector.</param>
    /// <param name="lost">Is told how many were not sent because it was over.</param>
    /// <param name="recovered">Is told that there is room again after some were dropped.</param>
    /// <param name="over">From then on nothing is sent any more.</param>
    public OtlpSender(
        string name, OtlpQueue queue, OtlpClient client, Action<int> lost, Action recovered, CancellationToken over)
    {
        (_queue, _client, _over, _lost, _recovered) = (queue, client, over, lost, recovered);
        new Thread(Send) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Sends what waits and ends.</summary>
    public async Task Close()
    {
        _queue.Close();
        await _sent.Task;
        _client.Dispose();
    }

    private void Send()
    {
        while (_queue.Take() is { } batch)
        {
            if (_over.IsCancellationRequested)
            {
                _lost(batch.Count);
            }
            else
            {
                _client.Send(batch);
            }

            if (_queue.Release(batch))
            {
                _recovered();
            }
        }

        _sent.SetResult();
    }
}
