using Weir.Engine.Audit;
using Weir.Engine.Errors;
using Weir.Engine.Governor;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Engine.Secrets;
using Weir.Storage;
using Weir.Tests.Fakes;

namespace Weir.IntegrationTests.Storage;

/// <summary>The stores under test, over one database (or one memory), and the way to take them down.</summary>
public sealed class StoreSet : IAsyncDisposable
{
    private Func<ValueTask> _close = () => ValueTask.CompletedTask;

    public IResourceStore Resources { get; private init; } = null!;

    public IRunStore Runs { get; private init; } = null!;

    public IErrorStore Errors { get; private init; } = null!;

    public IPauseStore Pauses { get; private init; } = null!;

    public IKeyStore Keys { get; private init; } = null!;

    public IAuditLog Audit { get; private init; } = null!;

    public IIdempotencyStore Idempotency { get; private init; } = null!;

    public static async Task<StoreSet> SqliteAsync()
    {
        var folder = new TestFolder();
        var stores = await SqliteStores.OpenAsync(folder.Path, CancellationToken.None);
        return new StoreSet
        {
            Resources = stores.Resources,
            Runs = stores.Runs,
            Errors = stores.Errors,
            Pauses = stores.Pauses,
            Keys = stores.Keys,
            Audit = stores.Audit,
            Idempotency = stores.Idempotency,
            _close = async () =>
            {
                await stores.DisposeAsync();
                folder.Dispose();
            },
        };
    }

    /// <summary>The fakes of the fast tests; they have no resources and no idempotency keys.</summary>
    public static Task<StoreSet> InMemoryAsync()
    {
        var state = new InMemoryState();
        return Task.FromResult(new StoreSet
        {
            Runs = new InMemoryRunStore(state),
            Errors = new InMemoryErrorStore(state),
            Pauses = new InMemoryPauseStore(),
            Keys = new InMemoryKeyStore(),
            Audit = new InMemoryAuditLog(),
        });
    }

    public ValueTask DisposeAsync() => _close();
}
