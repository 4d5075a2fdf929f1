namespace Weir.IntegrationTests.Api;

/// <summary>A test with a server of its own.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    private protected ApiHost Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await ApiHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
