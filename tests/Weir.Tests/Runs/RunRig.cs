using Weir.Engine.Connections;
using Weir.Engine.Errors;
using Weir.Engine.Governor;
using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Engine.Runs.Steps;
using Weir.Expressions;
using Weir.Expressions.Filters;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

/// <summary>A run over the fake application, with everything durable in memory: it can be killed and begun again.</summary>
internal sealed class RunRig : ILiveConnections, IDisposable
{
    public static readonly FlowId Flow = new("flow_1");
    private static readonly ConnectionId Connection = new("conn_1");

    private readonly InMemoryState _state = new();
    private readonly ConnectionSnapshot _snapshot = new()
    {
        Id = Connection,
        Name = "Fake",
        Application = new ApplicationDefinition { Key = "fake", Name = "Fake", Category = "Tests", Description = "" },
        Settings = new Dictionary<string, System.Text.Json.JsonElement>(),
        Secrets = new Dictionary<string, Secret>(),
    };

    private int _runs;

    public RunRig(int rows = 100, int level = 4, TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Store = new InMemoryRunStore(_state);
        Errors = new InMemoryErrorStore(_state);
        Governor = Engine.Governor.Governor.OpenAsync(Time, Pauses, default).GetAwaiter().GetResult();
        Level = level;
        Application.Rows.AddRange(Enumerable.Range(1, rows).Select(i => $$"""{"id":{{i}},"n":"row {{i}}"}"""));
    }

    public TimeProvider Time { get; }

    public FakeApplication Application { get; } = new();

    /// <summary>Lists that the flow reads after that of <see cref="Application"/>: sources <c>more1</c>, <c>more2</c>.</summary>
    public List<FakeApplication> More { get; } = [];

    public InMemoryPauseStore Pauses { get; } = new();

    public InMemoryRunStore Store { get; }

    public InMemoryErrorStore Errors { get; }

    public Engine.Governor.Governor Governor { get; }

    public Filter? Filter { get; set; }

    public bool ContinueOnError { get; set; }

    public RepeatRule Repeat { get; set; } = RepeatRule.Always;

    public int? Limit { get; set; }

    /// <summary>How the first source reads changes; null reads all.</summary>
    public DeltaPlan? Delta { get; set; }

    /// <summary>What the sources see as the last run's time, less the overlap, and as this run's.</summary>
    public (string Last, string This) Times { get; set; } = ("1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z");

    /// <summary>What marks the first source's records after their last step.</summary>
    public FakeApplication? Mark { get; set; }

    /// <summary>Where the sink's answer is put into the record.</summary>
    public IReadOnlyList<string>? Into { get; set; }

    /// <summary>The sources that the last life read to their end.</summary>
    public IReadOnlyList<string> ReadToEnd { get; private set; } = [];

    /// <summary>The steps; null is one that sends everything to the sink.</summary>
    public IReadOnlyList<StepPlan>? Steps { get; set; }

    /// <summary>The steps as a plan lists them; null lists <see cref="Steps"/>.</summary>
    public IReadOnlyList<StepPlan>? Plan { get; set; }

    /// <summary>The run as it is written at this moment.</summary>
    public Func<Run?> Now { get; private set; } = () => null;

    /// <summary>What the run waits for at jobs.</summary>
    public Func<IReadOnlyList<RunWait>> JobWaits { get; private set; } = () => [];

    public int Level
    {
        set => Governor.Configure([new PoolMember(Connection, value, null, new Engine.Calls.Budget("fake:one", null, null))]);
    }

    public IEnumerable<string> SinkIds => Application.Sink.Select(s => s.Body.Split(':', ',')[1]);

    public ConnectionSnapshot Current(ConnectionId id) => _snapshot;

    /// <summary>Starts a run and takes it to its end; a failure is thrown.</summary>
    public async Task<Run> RunAsync()
    {
        var run = await NewAsync(RunTrigger.Manual);
        return await LiveAsync(run, default);
    }

    /// <summary>As the end of a run does it.</summary>
    public Task MarkAsync(DateTimeOffset at, TimeSpan overlap) =>
        Store.SetMarksAsync(Flow, [new SourceMark("rows", at, at - overlap)], default);

    public async Task<Run> NewAsync(RunTrigger trigger, DateTimeOffset? since = null)
    {
        var run = new Run
        {
            Id = new RunId($"run_{++_runs:0000}"),
            Flow = Flow,
            Status = RunStatus.Running,
            Trigger = trigger,
            Versions = new Dictionary<string, int>(),
            StartedAt = Time.GetUtcNow(),
            Since = since,
        };
        await Store.InsertAsync(run, default);
        return run;
    }

    /// <summary>Retries all open errors in a run of its own.</summary>
    public async Task<Run> RetryAsync()
    {
        var run = await NewAsync(RunTrigger.Retry);
        await Errors.ClaimAsync(new ErrorQuery { Flow = Flow, Open = true }, run.Id, default);
        return await LiveAsync(run, default);
    }

    /// <summary>Retries those that a query finds, and what they blocked, as the service does.</summary>
    public async Task<Run> RetryAsync(ErrorQuery query)
    {
        var run = await NewAsync(RunTrigger.Retry);
        await Errors.ClaimAsync(query with { Flow = Flow, Open = true }, run.Id, default);
        await Errors.ClaimFreeAsync(Flow, run.Id, default);
        return await LiveAsync(run, default);
    }

    /// <summary>
    /// One life of a run: to its end, or until <paramref name="kill"/>, when everything under way is torn off and only what
    /// was durable is left.
    /// </summary>
    /// <param name="run">As it stands in the store.</param>
    /// <param name="kill">Tears everything off.</param>
    /// <param name="stop">Stops in order: what is under way ends and is written.</param>
    public Task<Run> LiveAsync(Run run, CancellationToken kill, CancellationToken stop = default) =>
        LiveAsync(run, givesUp: false, kill, stop);

    /// <summary>A life that a person ends: what it has come to is written, and it does not go on.</summary>
    public async Task CancelledAsync(Run run, CancellationToken cancel)
    {
        try
        {
            await LiveAsync(run, givesUp: true, kill: default, cancel);
        }
        finally
        {
            Assert.True(Store.IsDown || !(await Store.FindAsync(run.Id, default))!.IsActive);
        }
    }

    private async Task<Run> LiveAsync(Run run, bool givesUp, CancellationToken kill, CancellationToken stop)
    {
        await using var commits = new CommitQueue(Store);
        var services = Services(commits);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(kill, stop);
        var context = new RunContext(
            services, run, Compiled(),
            [.. Enumerable.Repeat(new Variables(Times.Last, Times.This, run.Id.Value), More.Count + 1)],
            run.Trigger == RunTrigger.Retry ? 1 : null)
        {
            StopSource = stopping,
            Abort = kill,
            ResolvesErrors = true,
            Log = new RunLog(Time, await Store.LogStateAsync(run.Id, default)),
        };
        await using var executor = await RunExecutor.OpenAsync(context);
        Now = () => executor.Written;
        JobWaits = () => context.Jobs.Waits;
        try
        {
            await executor.RunAsync();
        }
        catch (Exception e) when (e is RunFailedException || (givesUp && e is OperationCanceledException))
        {
            var last = await executor.EndAsync();
            await executor.CompleteLastAsync();
            await EndAsync(services, context.Log, last, e is RunFailedException ? RunStatus.Failed : RunStatus.Cancelled);
            throw;
        }
        finally
        {
            ReadToEnd = [.. executor.ReadToEnd.Select(s => s.Id)];
        }

        return await EndAsync(services, context.Log, await executor.EndAsync(), RunStatus.Completed);
    }

    /// <summary>As the end of a run does it whose plan cannot be made any more.</summary>
    public async Task<Run> EndAsync(Run run)
    {
        await using var commits = new CommitQueue(Store);
        var log = new RunLog(Time, await Store.LogStateAsync(run.Id, default));
        return await EndAsync(Services(commits), log, new RunCommit { Run = run }, RunStatus.Cancelled);
    }

    private async Task<Run> EndAsync(RunServices services, RunLog log, RunCommit last, RunStatus status)
    {
        last = await new RunRemains(services, log).AddToAsync(last, default);
        var ended = last.Run with { Status = status };
        await Store.EndAsync(ended, last with { Log = [.. last.Log, .. log.Take([])] }, default);
        return ended;
    }

    /// <summary>A step that sends each record to the sink.</summary>
    public SendPlan Send(string id) => new()
    {
        Id = id,
        Connection = Connection,
        Adaptor = Application,
        Import = new ImportId("imp_1"),
        Call = Application.Destination(id),
        Repeat = Repeat,
        Into = Into,
        ContinueOnError = ContinueOnError,
    };

    /// <summary>A step that writes each record into a file, over the same connection.</summary>
    public RowPlan File(string id, FakeRows rows) =>
        new() { Id = id, Connection = Connection, Adaptor = Application, Rows = rows };

    /// <summary>A step that asks for the value of a field, and puts the answer under <c>found</c>.</summary>
    public LookupPlan Lookup(string id, string field) => new()
    {
        Id = id,
        Connection = Connection,
        Adaptor = Application,
        Call = Application.Lookup(id, field),
        Into = ["found"],
    };

    /// <summary>The same, and so many values may be asked for in one request.</summary>
    public LookupPlan LookupTogether(string id, string field, int max) =>
        Lookup(id, field) with { Call = Application.LookupTogether(id, field, max) };

    /// <summary>Ids that came to the sink from this step, in the order of their coming.</summary>
    public IEnumerable<int> SentBy(string step) =>
        Application.Sink.Where(s => s.Step == step).Select(s => int.Parse(s.Body.Split(':', ',')[1]));

    public async Task<IReadOnlyList<RecordError>> OpenErrorsAsync() =>
        (await Errors.ListAsync(new ErrorQuery { Open = true }, 200, null, default)).Data;

    /// <summary>What the run has written down.</summary>
    public async Task<IReadOnlyList<RunLogEntry>> LogAsync(Run run, string? traceKey = null) =>
        (await Store.LogAsync(new RunLogQuery(run.Id, traceKey), 1_000_000, null, default)).Data;

    public void Dispose() => Governor.Dispose();

    private RunServices Services(CommitQueue commits) => new(
        Store,
        Errors,
        commits,
        new PlainVault(),
        Governor,
        new Dispatcher(Governor, new Backoff(new Random(1)), Time),
        this,
        new IdSource(Time),
        Time);

    private SourcePlan Source(string id, FakeApplication list) => new()
    {
        Id = id,
        Connection = Connection,
        Adaptor = list,
        Pages = list.OpenSource(null!),
        TraceKey = new TraceKey(null, null),
        Filter = Filter,
        Limit = Limit,
    };

    private RunPlan Compiled() => new(
        Flow,
        [Source("rows", Application) with { Delta = Delta }, .. More.Select((list, i) => Source($"more{i + 1}", list) with { Salt = $"{i}\n" })],
        Plan ?? PlanSteps.Of([.. Steps ?? [Send("write")], .. Mark is null ? Array.Empty<StepPlan>() : [MarkStep(Mark)]]));

    private static SendPlan MarkStep(FakeApplication mark) => new()
    {
        Id = "rows.once",
        Connection = Connection,
        Adaptor = mark,
        Import = new ImportId("imp_mark"),
        Call = mark.Destination(),
        Repeat = RepeatRule.Always,
        Marks = 0,
    };
}
