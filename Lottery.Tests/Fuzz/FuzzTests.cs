using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Fuzz;

/// <summary>
/// Whatever is sent, the API neither stumbles nor hangs nor tells how it is built, and what it refuses changes nothing.
/// CONTRIBUTING.md says how to run it longer and how to repeat a run.
/// </summary>
// Alone, so that a slow answer is the product's fault.
[TestClass]
[DoNotParallelize]
public sealed class FuzzTests(TestContext context)
{
    private const int EnoughFailures = 15;

    private static readonly ParallelOptions SomeAtOnce = new() { MaxDegreeOfParallelism = 4 };

    private readonly FuzzPlan _plan = FuzzPlan.FromEnvironment();
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly ConcurrentDictionary<(bool MustBeRefused, int Status), int> _answers = [];

    [TestMethod]
    public async Task Nothing_that_is_sent_makes_the_api_stumble()
    {
        Tell($"Fuzzing with {_plan}");
        await using var world = await World.Create(await Counter.HostOn());
        var contract = await ServedContract.Of(world.Host);
        var (arsenal, verdict) = (new Arsenal(contract, _plan), new Verdict(contract));
        using var client = new FuzzClient(world.Host.Address);
        var theirs = await House.Furnish(world);

        var clock = Stopwatch.StartNew();
        var sent = 0;
        while (!_plan.IsOver(sent, clock.Elapsed) && !HasFailedEnough)
        {
            using var cast = await Cast.Gather(world, theirs);
            var before = await Checksum.Of(world.Host);
            sent = await Send(sent, Arsenal.RefusedInRound, number => arsenal.Refused(number, cast));
            var changed = (await Checksum.Of(world.Host)).Split('\n').Except(before.Split('\n')).ToList();
            if (changed.Count > 0)
            {
                _failures.Enqueue($"Refused requests before number {sent} changed {string.Join(", ", changed)}.");
            }

            // Every other house has something to pay.
            if (sent / (Arsenal.RefusedInRound + Arsenal.OddInRound) % 2 == 1)
            {
                await cast.Draw();
            }

            sent = await Send(sent, Arsenal.OddInRound, number => arsenal.Odd(number, cast));

            Task<int> Send(int from, int count, Func<int, Shot> make) =>
                Fire(from, Math.Min(from + count, _plan.Requests), number => Try(client, verdict, cast, make(number)));
        }

        Conclude(sent, clock.Elapsed, world.Host.Log);
    }

    // The runner keeps to itself what a passing test writes, and a run that nobody can repeat is worth half.
    private void Tell(string text)
    {
        context.WriteLine(text);
        if (Environment.GetEnvironmentVariable("LOTTERY_TEST_NOTES") is { Length: > 0 } notes)
        {
            File.AppendAllText(notes, text + "\n");
        }
    }

    private bool HasFailedEnough => _failures.Count >= EnoughFailures;

    private async Task<int> Fire(int from, int to, Func<int, Task> send)
    {
        await Parallel.ForAsync(
            from, to, SomeAtOnce, async (number, _) => await (HasFailedEnough ? Task.CompletedTask : send(number)));
        return to;
    }

    private async Task Try(FuzzClient client, Verdict verdict, Cast cast, Shot shot)
    {
        try
        {
            var (answer, took) = await client.Send(shot);
            _answers.AddOrUpdate((shot.Defect is not null, (int)answer.Status), 1, (_, count) => count + 1);
            verdict.Of(shot, answer, took);
            if (answer.Status == HttpStatusCode.Unauthorized && shot.Defect is null)
            {
                await cast.Renew(shot.Role, shot.Authorization);
            }
        }
        // Also an answer that cannot be read is told with its request.
        catch (Exception failure) when (failure is AssertFailedException or HttpRequestException or TaskCanceledException
            or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            _failures.Enqueue($"{failure.Message.Trim()}\n  of {shot}");
        }
    }

    private void Conclude(int sent, TimeSpan took, LogWatch log)
    {
        var told = $"""
            {sent} requests in {took.TotalSeconds:F0} s, {sent / took.TotalSeconds:F0} a second, {_plan}
            sure to be refused: {Counts(_answers.Where(count => count.Key.MustBeRefused))}
            merely odd: {Counts(_answers.Where(count => !count.Key.MustBeRefused))}
            """;
        Tell(told);

        var errors = log.Records.Where(record => record.Level >= LogLevel.Error).ToList();
        string[] failures =
        [
            .. _failures,
            .. errors.Take(EnoughFailures).Select(error => $"{error.Action} {error.Message} {error.Failure}"),
        ];
        // They are told here; the host would tell nothing else.
        log.Expect([.. errors.Select(error => error.Action)]);

        Assert.IsEmpty(failures, $"{told}\n\n{string.Join("\n\n", failures)}\n");
        Assert.IsGreaterThanOrEqualTo(Math.Min(_plan.Requests, FuzzPlan.Fewest), sent, told);
        // A run that never comes past the door says nothing about what is behind it.
        Assert.IsGreaterThan(
            sent / 50, _answers.Where(count => count.Key.Status is 200 or 201).Sum(count => count.Value), told);
        Assert.IsGreaterThan(sent / 5, _answers.GetValueOrDefault((true, 400)), told);
    }

    private static string Counts(IEnumerable<KeyValuePair<(bool MustBeRefused, int Status), int>> answers) => string.Join(
        ", ", answers.OrderBy(count => count.Key.Status).Select(count => $"{count.Value} × {count.Key.Status}"));
}
