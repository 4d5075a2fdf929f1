using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Exports;
using Weir.Engine.Flows;
using Weir.Engine.Governor;
using Weir.Engine.Imports;
using Weir.Engine.Integrations;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Tests.Fakes;
using Weir.Tests.Flows;

namespace Weir.Tests.Runs;

/// <summary>Flows over the fake application and the service that runs them, with everything durable in memory.</summary>
internal sealed class ServiceRig : ILiveConnections, IAsyncDisposable
{
    private const string Connection = "conn_1";

    private readonly InMemoryState _state = new();
    private readonly AdaptorSet _adaptors;
    private readonly CommitQueue _commits;
    private TaskCompletionSource _hold = new();
    private readonly Dictionary<string, ConnectionSnapshot> _snapshots =
        new[] { (Connection, "fake"), ("conn_2", "desk"), ("conn_3", "desk") }.ToDictionary(c => c.Item1, c => Snapshot(c.Item1, c.Item2));

    public ServiceRig()
    {
        Desk = new FakeDesk(Clock);
        Ids = new IdSource(Clock);
        Store = new InMemoryRunStore(_state);
        Errors = new InMemoryErrorStore(_state);
        _commits = new CommitQueue(Store);
        _adaptors = new AdaptorSet([Application, Desk]);
        Governor = Engine.Governor.Governor.OpenAsync(Clock, new InMemoryPauseStore(), default).GetAwaiter().GetResult();
        Governor.Configure(
            [.. _snapshots.Keys.Select(c => new PoolMember(new ConnectionId(c), 4, null, new Budget("fake:one", null, null)))]);
        Editor = new ResourceEditor(Resources, Ids, Clock);
        Exports = new ExportService(Editor, Resources, this, _adaptors, Ids);
        Imports = new ImportService(Editor, Resources, this, _adaptors, Ids);
        Flows = new FlowService(
            Editor, Resources, Store, new IntegrationService(Editor, Resources, Ids), this, _adaptors, Ids);
        Marks = new MarkService(Resources, Store, Clock);
        Runs = NewService();
        Application.Rows.AddRange(Enumerable.Range(1, 5).Select(i => $$"""{"id":{{i}},"n":"row {{i}}"}"""));
    }

    public ManualClock Clock { get; } = new();

    public IdSource Ids { get; }

    public FakeApplication Application { get; } = new();

    /// <summary>Where <c>conn_2</c> and <c>conn_3</c> lead: one account.</summary>
    public FakeDesk Desk { get; }

    public InMemoryResourceStore Resources { get; } = new();

    public ResourceEditor Editor { get; }

    public InMemoryRunStore Store { get; }

    public InMemoryErrorStore Errors { get; }

    public Engine.Governor.Governor Governor { get; }

    public ExportService Exports { get; }

    public ImportService Imports { get; }

    public FlowService Flows { get; }

    public MarkService Marks { get; }

    public RunService Runs { get; private set; }

    public ConnectionSnapshot Current(ConnectionId id) => _snapshots[id.Value];

    /// <summary>
    /// More than are under way at once, by far: a stop or a cancel is heard before the last of them, however busy the machine is.
    /// </summary>
    public void AddRows(int rows) => Application.Rows.AddRange(
        Enumerable.Range(Application.Rows.Count + 1, rows).Select(i => $$"""{"id":{{i}},"n":"row {{i}}"}"""));

    /// <summary>A flow from the list to the sink.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fields">More of its fields.</param>
    /// <param name="export">More fields of its export.</param>
    /// <param name="import">More fields of its import.</param>
    /// <param name="to">Through which connection it writes.</param>
    public async Task<FlowId> FlowAsync(
        string name = "F", string fields = "", string export = "", string import = "", string to = Connection)
    {
        var source = await Exports.CreateAsync(
            Body.Parse($$"""{"name":"{{name}} in","connection":"{{Connection}}"{{export}}}"""), Workshop.By, default);
        var sink = await Imports.CreateAsync(
            Body.Parse($$"""{"name":"{{name}} out","connection":"{{to}}"{{import}}}"""), Workshop.By, default);
        var flow = await Flows.CreateAsync(
            Body.Parse(
                $$"""
                {"name":"{{name}}","sources":[{"id":"rows","export":"{{source.Id}}"}],
                 "steps":[{"id":"write","import":"{{sink.Id}}"}]{{fields}}}
                """),
            Workshop.By,
            default);
        return new FlowId(flow.Id);
    }

    public Task<FlowView> ChangeAsync(FlowId flow, string patch) =>
        Flows.ChangeAsync(flow, Body.Parse(patch), null, Workshop.By, default);

    /// <summary>Requests to the sink are held until this is set.</summary>
    public TaskCompletionSource Hold()
    {
        _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Application.UnderWay = _ => _hold.Task;
        return _hold;
    }

    public Task<Run> StartAsync(FlowId flow, bool queue = false, DateTimeOffset? since = null) =>
        Runs.StartAsync(flow, new RunRequest(since, queue), default);

    /// <summary>The run when it has this status.</summary>
    public async Task<Run> UntilAsync(RunId id, RunStatus status)
    {
        Run? run = null;
        await Wait.UntilAsync(() => (run = Runs.FindAsync(id, default).GetAwaiter().GetResult())!.Status == status);
        return run!;
    }

    /// <summary>All runs, the first one first.</summary>
    public async Task<IReadOnlyList<Run>> AllAsync() =>
        [.. (await Store.ListAsync(null, 200, null, default)).Data.OrderBy(r => r.Id.Value, StringComparer.Ordinal)];

    /// <summary>The server stops and starts again.</summary>
    public Task RestartAsync() => RestartAsync(() => { });

    private async Task RestartAsync(Action down)
    {
        var stop = Runs.DisposeAsync();
        _hold.TrySetResult();
        await stop;
        down();
        Runs = NewService();
        await Runs.ResumeAsync(default);
    }

    /// <summary>The server is killed and starts again: what was under way arrives, and nobody has noted it.</summary>
    public async Task KillAsync()
    {
        Store.IsDown = true;
        await RestartAsync(() => Store.IsDown = false);
    }

    public async ValueTask DisposeAsync()
    {
        _hold.TrySetResult();
        await Runs.DisposeAsync();
        await _commits.DisposeAsync();
        Governor.Dispose();
    }

    private static ConnectionSnapshot Snapshot(string id, string application) => new()
    {
        Id = new ConnectionId(id),
        Name = id,
        Application = new ApplicationDefinition
        {
            Key = application,
            Name = application,
            Category = "Tests",
            Description = "",
            Adaptor = application,
        },
        Settings = new Dictionary<string, JsonElement>(StringComparer.Ordinal),
        Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal),
    };

    private RunService NewService() => new(
        new RunServices(
            Store,
            Errors,
            _commits,
            new PlainVault(),
            Governor,
            new Dispatcher(Governor, new Backoff(new Random(1)), Clock),
            this,
            Ids,
            Clock),
        Resources,
        new PlanCompiler(Resources, this, _adaptors),
        NullLogger<RunService>.Instance);
}
