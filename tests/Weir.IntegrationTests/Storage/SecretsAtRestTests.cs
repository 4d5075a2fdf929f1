using System.Text;
using Weir.Engine.Resources;
using Weir.Engine.Secrets;
using Weir.Model;
using Weir.Tests.Fakes;
using Weir.Storage;
using Weir.Vault;

namespace Weir.IntegrationTests.Storage;

/// <summary>Vault and storage together, as the server uses them.</summary>
public sealed class SecretsAtRestTests : IDisposable
{
    private const string Canary = "canary-hunter2-canary";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_file_of_the_data_folder_holds_a_secret_in_the_clear()
    {
        await using (var stores = await DatabaseStores.OpenAsync(_folder.Path, null, None))
        {
            await StoreAsync(stores);
            NoCanary();
        }

        NoCanary();
    }

    [Fact]
    public async Task A_secret_is_read_after_a_kill()
    {
        await using var stores = await DatabaseStores.OpenAsync(_folder.Path, null, None);
        var id = await StoreAsync(stores);
        using var killed = _folder.Copy();

        Assert.Equal(Canary, await ReadAsync(killed, id));
    }

    [Fact]
    public async Task A_start_drops_the_data_keys_of_connections_that_were_never_stored_and_no_others()
    {
        ConnectionId id;
        await using (var stores = await DatabaseStores.OpenAsync(_folder.Path, null, None))
        {
            id = await StoreAsync(stores);
            using var vault = await Weir.Vault.Vault.OpenAsync(new() { DataFolder = _folder.Path }, stores.Keys, None);
            foreach (var owner in (string[])["conn_refused", VaultOwners.Records, "connection"])
            {
                await vault.SealAsync(owner, "field", new byte[] { 1 }, None);
            }
        }

        await using (var stores = await DatabaseStores.OpenAsync(_folder.Path, null, None))
        {
            Assert.Null(await stores.Keys.FindAsync("conn_refused", None));
            Assert.NotNull(await stores.Keys.FindAsync(VaultOwners.Records, None));
            Assert.NotNull(await stores.Keys.FindAsync("connection", None));
        }

        Assert.Equal(Canary, await ReadAsync(_folder, id));
    }

    [Fact]
    public async Task A_data_folder_without_its_master_key_is_refused_and_keeps_its_bytes()
    {
        await using (var stores = await DatabaseStores.OpenAsync(_folder.Path, null, None))
        {
            await StoreAsync(stores);
        }

        File.Delete(Path.Combine(_folder.Path, "master.key"));
        var before = _folder.Contents();

        await Assert.ThrowsAsync<MasterKeyException>(() => ReadAsync(_folder, new ConnectionId("conn_1")));

        Assert.Equivalent(before, _folder.Contents(), strict: true);
    }

    private static async Task<string> ReadAsync(TestFolder folder, ConnectionId id)
    {
        await using var stores = await DatabaseStores.OpenAsync(folder.Path, null, None);
        using var vault = await Weir.Vault.Vault.OpenAsync(new() { DataFolder = folder.Path }, stores.Keys, None);
        var secrets = await stores.Resources.SecretsAsync(id, None);
        return Encoding.UTF8.GetString(await vault.OpenAsync(id.Value, "password", secrets["password"], None));
    }

    private async Task<ConnectionId> StoreAsync(DatabaseStores stores)
    {
        using var vault = await Weir.Vault.Vault.OpenAsync(new() { DataFolder = _folder.Path }, stores.Keys, None);
        var id = new ConnectionId("conn_1");
        var cipher = await vault.SealAsync(id.Value, "password", Encoding.UTF8.GetBytes(Canary), None);
        var row = new ResourceRow
        {
            Kind = ResourceKind.Connection,
            Id = id.Value,
            Name = "Gorgias",
            Version = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            Document = "{}",
        };
        var secrets = new SecretChanges(new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["password"] = cipher }, []);
        await stores.Resources.InsertAsync(row, secrets, InMemoryAuditLog.By(Actor.ApiToken, id.Value), None);
        return id;
    }

    private void NoCanary() => Assert.All(
        _folder.Contents(),
        file => Assert.True(file.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Canary)) < 0, $"{file.Key} holds the secret."));
}
