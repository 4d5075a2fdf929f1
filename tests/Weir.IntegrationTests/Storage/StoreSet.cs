using Weir.Engine.Accounts;
using Weir.Engine.Alerts;
using Weir.Engine.Audit;
using Weir.Engine.Dashboard;
using Weir.Engine.Errors;
using Weir.Engine.Governor;
using Weir.Engine.Resources;
using Weir.Engine.Retention;
using Weir.Engine.Runs;
using Weir.Engine.Schedules;
using Weir.Engine.Secrets;
using Weir.IntegrationTests.Harness;
using Weir.Storage;
using Weir.Tests.Fakes;

namespace Weir.IntegrationTests.Storage;

/// <summary>The stores under test, over one database (or one memory), and the way to take them down.</summary>
public sealed class StoreSet : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> PostgresTemplate = new(MakeTemplateAsync);

    private Func<ValueTask> _close = () => ValueTask.CompletedTask;

    public IResourceStore Resources { get; private init; } = null!;

    public IRunStore Runs { get; private init; } = null!;

    public IErrorStore Errors { get; private init; } = null!;

    public IPauseStore Pauses { get; private init; } = null!;

    public IScheduleStore Schedules { get; private init; } = null!;

    public IKeyStore Keys { get; private init; } = null!;

    public IAuditLog Audit { get; private init; } = null!;

    public IIdempotencyStore Idempotency { get; private init; } = null!;

    public IAlertStore Alerts { get; private init; } = null!;

    public IRetentionStore Retention { get; private init; } = null!;

    public IHourStore Hours { get; private init; } = null!;

    public IUserStore Users { get; private init; } = null!;

    public ITokenStore Tokens { get; private init; } = null!;

    public ISessionStore Sessions { get; private init; } = null!;

    public static async Task<StoreSet> SqliteAsync()
    {
        var folder = new TestFolder();
        return Of(await DatabaseStores.OpenAsync(folder.Path, null, CancellationToken.None), () =>
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Skips the test where there is no PostgreSQL.</summary>
    public static async Task<StoreSet> PostgresAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.NewDatabaseAsync(await PostgresTemplate.Value);
        var folder = new TestFolder();
        var target = PostgresTarget.Parse(database.Settings);
        return Of(await DatabaseStores.OpenAsync(folder.Path, target, CancellationToken.None), async () =>
        {
            folder.Dispose();
            await database.DisposeAsync();
        });
    }

    /// <summary>The fakes of the fast tests; they have no resources, no alerts, no idempotency keys and no retention.</summary>
    public static Task<StoreSet> InMemoryAsync()
    {
        var state = new InMemoryState();
        var audit = new InMemoryAuditLog();
        var accounts = new InMemoryAccounts(audit.Add);
        return Task.FromResult(new StoreSet
        {
            Runs = new InMemoryRunStore(state),
            Errors = new InMemoryErrorStore(state),
            Pauses = new InMemoryPauseStore(),
            Schedules = new InMemoryScheduleStore(),
            Keys = new InMemoryKeyStore(),
            Audit = audit,
            Users = accounts,
            Tokens = accounts,
            Sessions = accounts,
        });
    }

    public ValueTask DisposeAsync() => _close();

    private static StoreSet Of(DatabaseStores stores, Func<ValueTask> close) => new()
    {
        Resources = stores.Resources,
        Runs = stores.Runs,
        Errors = stores.Errors,
        Pauses = stores.Pauses,
        Schedules = stores.Schedules,
        Keys = stores.Keys,
        Audit = stores.Audit,
        Idempotency = stores.Idempotency,
        Alerts = stores.Alerts,
        Retention = stores.Retention,
        Hours = stores.Hours,
        Users = stores.Users,
        Tokens = stores.Tokens,
        Sessions = stores.Sessions,
        _close = async () =>
        {
            await stores.DisposeAsync();
            await close();
        },
    };

    // A copy of a database that has its schema is made faster than the schema.
    private static async Task<string> MakeTemplateAsync()
    {
        var database = await (await PostgresServer.SharedAsync()).NewDatabaseAsync();
        using var folder = new TestFolder();
        await (await DatabaseStores.OpenAsync(folder.Path, PostgresTarget.Parse(database.Settings), CancellationToken.None))
            .DisposeAsync();
        return database.Name;
    }
}
