namespace Weir.Benchmarks.Compare;

/// <summary>What one run cost the side that made it.</summary>
/// <param name="Seconds">From being asked until the last record was answered and written down.</param>
/// <param name="CpuSeconds">User and system time of the side's process during the run.</param>
/// <param name="PeakMb">The most memory the process has had so far, in MB of 10⁶ bytes.</param>
internal sealed record Measurement(double Seconds, double CpuSeconds, double PeakMb);

/// <summary>A way to take the tickets to the sink. Lives in a process of its own; one run at a time.</summary>
internal interface ISide : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Takes some tickets there, so that what is measured later is compiled and connected.</summary>
    Task WarmUpAsync(CancellationToken cancellationToken);

    /// <summary>Takes all tickets there. Throws when a record failed.</summary>
    Task<Measurement> RunAsync(CancellationToken cancellationToken);
}
