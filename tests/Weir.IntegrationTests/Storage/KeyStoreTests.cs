using Weir.Engine.Secrets;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteKeyStoreTests : KeyStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresKeyStoreTests : KeyStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public sealed class InMemoryKeyStoreTests : KeyStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.InMemoryAsync();
}

public abstract class KeyStoreTests : StoreTest
{
    [Fact]
    public async Task An_owner_without_a_key_has_none()
    {
        Assert.Null(await Stores.Keys.FindAsync("conn_1", None));
        Assert.Null(await Stores.Keys.FindAsync("conn_1", "k1", None));
        Assert.Empty(await Stores.Keys.AllAsync(None));
        Assert.Null(await Stores.Keys.ProofAsync(None));
    }

    [Fact]
    public async Task A_key_comes_back_by_owner_and_by_id()
    {
        await Stores.Keys.AddAsync(Key("conn_1", "k1"), None);

        Assert.Equivalent(Key("conn_1", "k1"), await Stores.Keys.FindAsync("conn_1", None), strict: true);
        Assert.Equivalent(Key("conn_1", "k1"), await Stores.Keys.FindAsync("conn_1", "k1", None), strict: true);
        Assert.Null(await Stores.Keys.FindAsync("conn_2", "k1", None));
    }

    [Fact]
    public async Task Writers_at_once_all_get_the_key_that_stands()
    {
        var given = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(i => Task.Run(() => Stores.Keys.AddAsync(Key("conn_1", $"k{i}"), None))));

        Assert.Single(given.Select(k => k.KeyId).Distinct(StringComparer.Ordinal));
        Assert.Single(await Stores.Keys.AllAsync(None));
    }

    [Fact]
    public async Task A_key_is_wrapped_anew_in_its_place()
    {
        await Stores.Keys.AddAsync(Key("conn_1", "k1"), None);
        await Stores.Keys.AddAsync(Key("conn_2", "k2"), None);
        var anew = new WrappedKey("conn_1", "k1", "m2", [9]);

        await Stores.Keys.ReplaceAsync(anew, None);

        Assert.Equivalent(new[] { anew, Key("conn_2", "k2") }, await Stores.Keys.AllAsync(None), strict: true);
    }

    [Fact]
    public async Task There_is_one_proof()
    {
        await Stores.Keys.SetProofAsync(new MasterKeyProof("m1", [1]), None);
        await Stores.Keys.SetProofAsync(new MasterKeyProof("m2", [2]), None);

        Assert.Equivalent(new MasterKeyProof("m2", [2]), await Stores.Keys.ProofAsync(None), strict: true);
    }

    private static WrappedKey Key(string owner, string id) => new(owner, id, "m1", [1, 2, 3]);
}
