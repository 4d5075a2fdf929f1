using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Api;

/// <summary>A test with a server of its own.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    private protected ApiHost Api { get; private set; } = null!;

    /// <summary>Where its server keeps what it knows.</summary>
    protected virtual DatabaseKind Database => DatabaseKind.Sqlite;

    public async ValueTask InitializeAsync() => Api = await ApiHost.StartAsync(database: Database);

    public virtual async ValueTask DisposeAsync()
    {
        if (Api is not null)
        {
            await Api.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
