using Lottery.Bench;
using Lottery.Bench.Accounts;
using Lottery.Bench.Logging;
using Lottery.Bench.Selling;

// Figures are ratios against a floor measured in the same run: what one machine does in a second says nothing about
// another.
return args switch
{
    ["logging"] => LoggingBench.Run(),
    ["telemetry"] => await TelemetryBench.Run(),
    ["sale"] => await SaleBench.Run(),
    ["evaluate"] => await EvaluateBench.Run(),
    ["accounts"] => await AccountsBench.Run(),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("./dev bench takes logging, telemetry, sale, evaluate or accounts.");
    return 2;
}
