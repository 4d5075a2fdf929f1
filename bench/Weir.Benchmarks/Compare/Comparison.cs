namespace Weir.Benchmarks.Compare;

/// <summary>Both sides' runs of one workload, round by round.</summary>
internal sealed record Comparison(Workload Workload, IReadOnlyList<Measurement> Raw, IReadOnlyList<Measurement> Weir)
{
    /// <summary>Weir's speed as a share of the raw loop's in each round.</summary>
    public IReadOnlyList<double> Ratios { get; } = [.. Raw.Zip(Weir, (raw, weir) => raw.Seconds / weir.Seconds)];

    /// <summary>Takes the sides in turns: who began the last round is second in the next.</summary>
    public static async Task<Comparison> MeasureAsync(
        string program, SandboxProcess sandbox, Workload workload, int rounds, CancellationToken cancellationToken)
    {
        await using var raw = new RawSide(sandbox.Ready, workload);
        await using var weir = await WeirSide.StartAsync(program, sandbox.Ready, workload, cancellationToken);
        for (var run = 0; run < workload.WarmUps; run++)
        {
            await raw.WarmUpAsync(cancellationToken);
            await weir.WarmUpAsync(cancellationToken);
        }

        ISide[] sides = [raw, weir];
        var measured = new Dictionary<ISide, List<Measurement>> { [raw] = [], [weir] = [] };
        for (var round = 0; round < rounds; round++)
        {
            foreach (var side in sides)
            {
                await sandbox.ForgetAsync(cancellationToken);
                var measurement = await side.RunAsync(cancellationToken);
                await sandbox.CheckAsync(workload.Records, side.Name, cancellationToken);
                measured[side].Add(measurement);
                await Console.Error.WriteLineAsync(
                    $"{workload.Records} records, level {workload.Level}, {workload.LatencyMs} ms, round {round + 1}: "
                    + $"{side.Name} {measurement.Seconds:0.00} s, {measurement.CpuSeconds:0.00} CPU s, {measurement.PeakMb:0} MB");
            }

            Array.Reverse(sides);
        }

        return new Comparison(workload, measured[raw], measured[weir]);
    }
}
