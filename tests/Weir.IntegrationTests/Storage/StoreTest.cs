using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

/// <summary>A test of one port, run against each thing that implements it; and short words for what is stored.</summary>
public abstract partial class StoreTest : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    protected static readonly CancellationToken None = CancellationToken.None;

    protected static readonly Actor First = new("user_1", "First", Role.Manager);

    protected static readonly Actor Second = new("tok_2", "Second", Role.Administrator);

    private readonly IdSource _ids = new(TimeProvider.System);

    protected StoreSet Stores { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stores = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);

    protected static async Task<IReadOnlyList<T>> WalkAsync<T>(Func<string?, Task<Slice<T>>> list)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var slice = await list(cursor);
            all.AddRange(slice.Data);
            cursor = slice.Next;
        }
        while (cursor is not null);
        return all;
    }

    protected abstract Task<StoreSet> OpenAsync();

    protected TId New<TId>()
        where TId : struct, IId<TId> => _ids.New<TId>();

    protected Run NewRun(FlowId flow, RunTrigger trigger = RunTrigger.Manual, int second = 0) => new()
    {
        Id = New<RunId>(),
        Flow = flow,
        Status = RunStatus.Queued,
        Trigger = trigger,
        Versions = new Dictionary<string, int>(StringComparer.Ordinal) { [flow.Value] = 3 },
        StartedAt = At(second),
    };

    protected async Task<Run> StoredRunAsync(FlowId flow, RunTrigger trigger = RunTrigger.Manual, int second = 0)
    {
        var run = NewRun(flow, trigger, second);
        Assert.True(await Stores.Runs.InsertAsync(run, None));
        return run;
    }

    protected NewError Failure(Run run, string traceKey, string step = "write", int second = 0) => new(
        new RecordError
        {
            Id = New<ErrorId>(),
            Flow = run.Flow,
            Run = run.Id,
            Step = step,
            Code = ErrorCodes.Rejected,
            Message = $"No {traceKey} today",
            HttpStatus = 422,
            TraceKey = traceKey,
            OccurredAt = At(second),
        },
        [1, 2, 3]);

    protected async Task<NewError> FailAsync(Run run, string traceKey, string step = "write", int second = 0)
    {
        var failure = Failure(run, traceKey, step, second);
        await CommitAsync(new RunCommit { Run = run, Errors = [failure] });
        return failure;
    }

    protected Task CommitAsync(params IReadOnlyList<RunCommit> commits) => Stores.Runs.CommitAsync(commits, None);
}
