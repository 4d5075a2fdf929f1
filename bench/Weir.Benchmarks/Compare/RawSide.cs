using System.Text.Json;

namespace Weir.Benchmarks.Compare;

/// <summary>The raw loop, from outside.</summary>
internal sealed class RawSide(SandboxReady sandbox, Workload workload) : ISide
{
    private readonly Child _child = Child.StartRole(
        RawProgram.Role, JsonSerializer.Serialize(sandbox), workload.Level.ToString());

    public string Name => "raw";

    public async Task WarmUpAsync(CancellationToken cancellationToken) =>
        await SendAsync(workload.WarmUpRecords, cancellationToken);

    public async Task<Measurement> RunAsync(CancellationToken cancellationToken)
    {
        var before = ProcessMeter.CpuSeconds(_child.Id);
        var result = await SendAsync(workload.Records, cancellationToken);
        return new Measurement(
            result.Seconds, ProcessMeter.CpuSeconds(_child.Id) - before, ProcessMeter.PeakMb(_child.Id));
    }

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    private async Task<RawResult> SendAsync(int records, CancellationToken cancellationToken)
    {
        await _child.WriteAsync(records.ToString());
        var result = JsonSerializer.Deserialize<RawResult>(await _child.ReadAsync(cancellationToken))!;
        return result.Records >= records
            ? result
            : throw new InvalidOperationException($"The raw loop sent {result.Records} of {records} records.");
    }
}
