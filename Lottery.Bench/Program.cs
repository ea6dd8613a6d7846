using Lottery.Bench;

// Figures are ratios against a floor measured in the same run: what one machine does in a second says nothing about
// another.
return args switch
{
    ["telemetry"] => await TelemetryBench.Run(),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("./dev bench takes telemetry.");
    return 2;
}
