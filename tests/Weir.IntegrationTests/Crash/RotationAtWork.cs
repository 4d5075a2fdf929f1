using System.Text;
using System.Text.Json;
using Weir.Engine.Secrets;
using Weir.IntegrationTests.Harness;
using Weir.Storage;
using SecretVault = Weir.Vault.Vault;

namespace Weir.IntegrationTests.Crash;

/// <summary>
/// A server with connections that need their secrets, and with so many data keys beside them that a rotation can be met in its
/// midst.
/// </summary>
internal sealed class RotationAtWork : IAsyncDisposable
{
    private const int Connections = 30;
    private const int OtherKeys = 1_000;

    private readonly List<(string Owner, byte[] Cipher)> _sealed = [];
    private readonly List<string> _connections = [];

    private RotationAtWork(FlowFixture fixture) => Fixture = fixture;

    public FlowFixture Fixture { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<RotationAtWork> StartAsync(FlowSetting setting)
    {
        var work = new RotationAtWork(await FlowFixture.StartAsync(setting));
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                work._connections.Add(await work.Fixture.ConnectDeskAsync($"Desk {i}"));
            }

            await work.Fixture.Weir.StopAsync();
            await work.WithVaultAsync(work.SealAsync);
            await work.Fixture.Weir.StartAsync();
            return work;
        }
        catch
        {
            await work.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins a rotation, or joins the one under way.</summary>
    public async Task RotateAsync()
    {
        var (status, body) = await Fixture.Weir.AsOwnerAsync(Fixture.Data, HttpMethod.Post, "/v1/keys/rotate", Stop);
        Assert.True(status == 202, $"{status} {body}");
    }

    public async Task<JsonElement> KeysAsync()
    {
        var (status, body) = await Fixture.Weir.AsOwnerAsync(Fixture.Data, HttpMethod.Get, "/v1/keys", Stop);
        Assert.True(status == 200, $"{status} {body}");
        return body;
    }

    /// <summary>Waits until no rotation is under way.</summary>
    public Task SettledAsync() => Wait.UntilAsync(
        async () => (await KeysAsync()).GetProperty("rotation") is var rotation
            && (rotation.ValueKind == JsonValueKind.Null || rotation.GetProperty("state").ValueEquals("completed")),
        TimeSpan.FromMinutes(1),
        Stop);

    /// <summary>Every connection's secret is read and works at the other side.</summary>
    public async Task EveryConnectionMustWorkAsync()
    {
        var tests = await Task.WhenAll(_connections.Select(id => Fixture.Api.PostAsync($"/v1/connections/{id}/test")));
        Assert.All(tests, test => Assert.True(test.GetProperty("ok").GetBoolean(), test.GetRawText()));
    }

    /// <summary>While no server runs: every secret opens, and the next start would be refused nothing.</summary>
    /// <returns>How many data keys each master key wraps.</returns>
    public async Task<IReadOnlyDictionary<string, int>> EverySecretMustOpenAsync()
    {
        IReadOnlyDictionary<string, int>? counts = null;
        await WithVaultAsync(async (vault, keys) =>
        {
            counts = await keys.CountAsync(Stop);
            foreach (var (owner, cipher) in _sealed)
            {
                Assert.Equal(owner, Encoding.UTF8.GetString(await vault.OpenAsync(owner, "password", cipher, Stop)));
            }
        });
        return counts!;
    }

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();

    private async Task SealAsync(SecretVault vault, IKeyStore keys)
    {
        for (var i = 0; i < OtherKeys; i++)
        {
            var owner = $"other_{i}";
            _sealed.Add((owner, await vault.SealAsync(owner, "password", Encoding.UTF8.GetBytes(owner), Stop)));
        }
    }

    private async Task WithVaultAsync(Func<SecretVault, IKeyStore, Task> work)
    {
        await using var stores = await DatabaseStores.OpenAsync(Fixture.Data, Fixture.Target, Stop);
        using var vault = await SecretVault.OpenAsync(new() { DataFolder = Fixture.Data }, stores.Keys, Stop);
        await work(vault, stores.Keys);
    }
}
