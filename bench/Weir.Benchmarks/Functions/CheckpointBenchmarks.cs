using BenchmarkDotNet.Attributes;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Storage;

namespace Weir.Benchmarks.Functions;

/// <summary>
/// One page's commit to SQLite on this machine's disk: counts and a checkpoint with the fingerprints of the three pages
/// above the lowest.
/// </summary>
[MemoryDiagnoser]
public class CheckpointBenchmarks
{
    private const int PagesAbove = 3;
    private const int RecordsOfPage = 100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-benchmark-");
    private DatabaseStores? _stores;
    private Run? _run;
    private byte[] _checkpoint = [];

    // The toolchain does not wait for a set-up that is a task.
    [GlobalSetup]
    public void SetUp() => SetUpAsync().GetAwaiter().GetResult();

    [Benchmark]
    public async Task CommitPage() =>
        await _stores!.Runs.CommitAsync([new RunCommit { Run = _run!, Checkpoint = _checkpoint }], CancellationToken.None);

    [GlobalCleanup]
    public void CleanUp()
    {
        _stores!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Delete(recursive: true);
    }

    private async Task SetUpAsync()
    {
        var time = TimeProvider.System;
        var ids = new IdSource(time);
        var dice = new Random(1);
        _stores = await DatabaseStores.OpenAsync(_folder.FullName, null, CancellationToken.None);
        _run = new Run
        {
            Id = ids.New<RunId>(),
            Flow = ids.New<FlowId>(),
            Status = RunStatus.Running,
            Trigger = RunTrigger.Manual,
            Versions = new Dictionary<string, int>(StringComparer.Ordinal) { ["flow"] = 1, ["export"] = 1, ["import"] = 1 },
            StartedAt = time.GetUtcNow(),
            Steps = [new StepCounts("source", 100, 100, 0, 0, 1), new StepCounts("step", 100, 100, 0, 0, 100)],
        };
        await _stores.Runs.InsertAsync(_run, CancellationToken.None);
        _checkpoint = new Checkpoint
        {
            Position = 1,
            State = "WyJuZXh0IiwgIjIwMjYtMDEtMDFUMDA6MDA6MDAiLCAxXQ==",
            Done = Checkpoint.Pack(
            [
                .. Enumerable.Range(0, PagesAbove * RecordsOfPage)
                    .Select(_ => new Fingerprint((ulong)dice.NextInt64(), (ulong)dice.NextInt64())),
            ]),
        }.Write();
    }
}
