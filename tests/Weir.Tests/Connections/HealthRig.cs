using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Governor;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Connections;

/// <summary>One stored connection at work, with everything that looks after its health, in time that stands still.</summary>
internal sealed class HealthRig : IAsyncDisposable
{
    public static readonly ConnectionId Id = new("conn_1");

    public static readonly Fault Locked =
        new() { Kind = FaultKind.Unauthorized, Code = ErrorCodes.Unauthorized, Message = "Wrong password.", HttpStatus = 401 };

    public static readonly Fault Down =
        new() { Kind = FaultKind.Transient, Code = ErrorCodes.Unreachable, Message = "Refused.", NotSent = true };

    private static readonly ApplicationDefinition Definition =
        new() { Key = "fake", Name = "Fake", Category = "Tests", Description = "", Adaptor = "fake" };

    private readonly ConnectionDebug _debug;
    private readonly Dispatcher _dispatcher;

    /// <param name="first">Listens to the governor before anybody else does.</param>
    public HealthRig(Action<HealthRig, HealthNews>? first = null)
    {
        Governor = Engine.Governor.Governor.OpenAsync(Clock, new InMemoryPauseStore(), default).GetAwaiter().GetResult();
        if (first is not null)
        {
            Governor.HealthChanged += news => first(this, news);
        }

        _debug = new ConnectionDebug(Clock);
        _dispatcher = new Dispatcher(Governor, new Backoff(new Random(1)), Clock);
        Directory = new ConnectionDirectory(
            Store,
            new ConnectionSecrets(new PlainVault(), Store),
            new ApplicationCatalogue([Definition]),
            new AdaptorSet([Application]),
            Governor,
            NullLogger<ConnectionDirectory>.Instance,
            _debug);
        Health = new ConnectionHealth(Directory, Store, Governor, Clock, NullLogger<ConnectionHealth>.Instance);
        Prober = new ConnectionProber(
            Directory, new ConnectionTester(_dispatcher, Clock), Health, Clock, NullLogger<ConnectionProber>.Instance);
        Save("old", ConnectionStatus.Online);
    }

    public ManualClock Clock { get; } = new();

    public FakeApplication Application { get; } = new();

    public InMemoryResourceStore Store { get; } = new();

    public Engine.Governor.Governor Governor { get; }

    public ConnectionDirectory Directory { get; }

    public ConnectionHealth Health { get; }

    public ConnectionProber Prober { get; }

    public LiveConnection Live => Directory.Find(Id)!;

    public string StoredState => Store.FindAsync(ResourceKind.Connection, Id.Value, default).GetAwaiter().GetResult()!.State!;

    public ConnectionStatus Status => Live.Connection.Status;

    /// <summary>Stores it with another password and puts it to work, as a save does.</summary>
    /// <param name="password">The password.</param>
    /// <param name="status">As it is at work from now on.</param>
    /// <param name="isRename">The stored state stays as it is, because the access does not change.</param>
    public void Save(string password, ConnectionStatus status, bool isRename = false)
    {
        var version = (Directory.Find(Id)?.Connection.Version ?? 0) + 1;
        var connection = new Connection
        {
            Id = Id,
            Name = "One",
            Application = Definition.Key,
            Settings = new Dictionary<string, JsonElement>(),
            Secrets = ["password"],
            ConcurrencyLevel = 4,
            Status = status,
            Version = version,
            CreatedAt = Clock.GetUtcNow(),
            UpdatedAt = Clock.GetUtcNow(),
        };
        var row = new ResourceRow
        {
            Kind = ResourceKind.Connection,
            Id = Id.Value,
            Name = connection.Name,
            Version = version,
            CreatedAt = connection.CreatedAt,
            UpdatedAt = connection.UpdatedAt,
            Document = ConnectionDocument.Write(connection),
            State = isRename ? StoredState : ConnectionDocument.WriteState(status, null),
        };
        var by = InMemoryAuditLog.By(Actor.Weir, Id.Value);
        Assert.True((version == 1
            ? Store.InsertAsync(row, SecretChanges.None, by, default)
            : Store.ReplaceAsync(row, version - 1, SecretChanges.None, by, default)).IsCompletedSuccessfully);
        var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["password"] = new(password) };
        Directory.Put(Directory.Make(connection, Definition, new OpenedSecrets(secrets, [])));
    }

    /// <summary>A request of a flow, sent until it has an outcome.</summary>
    public async Task<Fault?> SendAsync()
    {
        using var call = Application.Destination().Prepare(
            JsonDocument.Parse("{}").RootElement, "{}"u8, Weir.Expressions.Variables.None, "key");
        var request = new Dispatch(Id, Directory, Application, call, "flow_a", RepeatRule.Always, false, 0, new StepTally());
        var sent = await _dispatcher.SendAsync(request, default, default);
        using var answer = sent.Answer;
        return answer.Fault;
    }

    /// <summary>A test of it as it is now failed so.</summary>
    public void Fails(Fault fault) =>
        Health.Tested(Id, Live.Snapshot, new Model.TestResult(false, fault.Code, fault.Message, 0, Clock.GetUtcNow()));

    /// <summary>Until the next probe is that far away, and nothing else waits for time.</summary>
    public Task NextProbeInAsync(double seconds) => Wait.UntilAsync(() => Clock.UntilNext == TimeSpan.FromSeconds(seconds));

    public Task StatusAsync(ConnectionStatus status) => Wait.UntilAsync(() => Status == status);

    public async ValueTask DisposeAsync()
    {
        await Prober.DisposeAsync();
        await Health.DisposeAsync();
        _debug.Dispose();
        Governor.Dispose();
    }
}
