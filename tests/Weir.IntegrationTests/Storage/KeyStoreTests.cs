using Weir.Engine.Secrets;
using Weir.Vault;
using SecretVault = Weir.Vault.Vault;

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
    private static readonly MasterKeyProof Proof1 = new("m1", [1]);
    private static readonly MasterKeyProof Proof2 = new("m2", [2]);

    private IKeyStore Keys => Stores.Keys;

    [Fact]
    public async Task An_owner_without_a_key_has_none()
    {
        Assert.Null(await Keys.FindAsync("conn_1", None));
        Assert.Null(await Keys.FindAsync("conn_1", "k1", None));
        Assert.Empty(await Keys.CountAsync(None));
        Assert.Empty(await Keys.WrappedByAsync("m1", null, 10, None));
        Assert.Equal(new MasterKeyProofs(null, null), await Keys.ProofsAsync(None));
    }

    [Fact]
    public async Task A_key_comes_back_by_owner_and_by_id()
    {
        await AddAsync(Key("conn_1", "k1"));

        Assert.Equivalent(Key("conn_1", "k1"), await Keys.FindAsync("conn_1", None), strict: true);
        Assert.Equivalent(Key("conn_1", "k1"), await Keys.FindAsync("conn_1", "k1", None), strict: true);
        Assert.Null(await Keys.FindAsync("conn_2", "k1", None));
    }

    [Fact]
    public async Task Writers_at_once_all_get_the_key_that_stands()
    {
        await Keys.AddProofAsync(Proof1, None);
        var given = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(i => Task.Run(() => Keys.AddAsync(Key("conn_1", $"k{i}"), None))));

        Assert.Single(given.Select(k => k!.KeyId).Distinct(StringComparer.Ordinal));
        Assert.Single(await Keys.WrappedByAsync("m1", null, 10, None));
    }

    [Fact]
    public async Task A_key_of_a_master_key_without_a_proof_is_not_added()
    {
        Assert.Null(await Keys.AddAsync(Key("conn_1", "k1"), None));
        await Keys.AddProofAsync(Proof1, None);
        await Keys.SetNextProofAsync(Proof2, None);
        Assert.NotNull(await Keys.AddAsync(Key("conn_1", "k1"), None));
        Assert.NotNull(await Keys.AddAsync(Key("conn_2", "k2", "m2"), None));
        Assert.Null(await Keys.AddAsync(Key("conn_3", "k3", "m3"), None));

        Assert.True(await Keys.EndRotationAsync(Proof2, "m1", 1, None));

        Assert.Null(await Keys.AddAsync(Key("conn_3", "k3"), None));
        Assert.Equal(2, (await Keys.CountAsync(None)).Values.Sum());
    }

    [Fact]
    public async Task Keys_of_a_master_key_come_in_slices_in_order()
    {
        await Keys.SetNextProofAsync(Proof2, None);
        foreach (var owner in new[] { "b", "B", "c", "a", "ä" })
        {
            await AddAsync(Key(owner, $"k-{owner}"));
        }

        await AddAsync(Key("bb", "k2", "m2"));

        var seen = new List<string>();
        WrappedKey? after = null;
        while (await Keys.WrappedByAsync("m1", after, 2, None) is { Count: > 0 } slice)
        {
            Assert.InRange(slice.Count, 1, 2);
            seen.AddRange(slice.Select(k => k.Owner));
            after = slice[^1];
        }

        Assert.Equal(["B", "a", "b", "c", "ä"], seen);
        Assert.Equal(
            [("m1", 5), ("m2", 1)],
            (await Keys.CountAsync(None)).Select(c => (c.Key, c.Value)).OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Keys_are_wrapped_anew_in_their_places_and_only_once()
    {
        await AddAsync(Key("conn_1", "k1"));
        await AddAsync(Key("conn_2", "k2"));
        var anew = new WrappedKey("conn_1", "k1", "m2", [9]);

        await Keys.ReplaceAsync("m1", [anew, new("conn_2", "other", "m2", [9]), new("conn_3", "k2", "m2", [9])], None);
        await Keys.ReplaceAsync("m1", [anew with { Cipher = [8] }], None);

        Assert.Equivalent(anew, await Keys.FindAsync("conn_1", None), strict: true);
        Assert.Equivalent(Key("conn_2", "k2"), await Keys.FindAsync("conn_2", None), strict: true);
        Assert.Null(await Keys.FindAsync("conn_3", None));
    }

    [Fact]
    public async Task The_first_proof_stands()
    {
        Assert.Equivalent(Proof1, await Keys.AddProofAsync(Proof1, None), strict: true);
        Assert.Equivalent(Proof1, await Keys.AddProofAsync(Proof2, None), strict: true);

        Assert.Equivalent(new MasterKeyProofs(Proof1, null), await Keys.ProofsAsync(None), strict: true);
    }

    [Fact]
    public async Task A_next_proof_comes_and_goes()
    {
        await Keys.AddProofAsync(Proof1, None);
        await Keys.SetNextProofAsync(new MasterKeyProof("m3", [3]), None);
        await Keys.SetNextProofAsync(Proof2, None);
        Assert.Equivalent(new MasterKeyProofs(Proof1, Proof2), await Keys.ProofsAsync(None), strict: true);

        await Keys.SetNextProofAsync(null, None);
        Assert.Equivalent(new MasterKeyProofs(Proof1, null), await Keys.ProofsAsync(None), strict: true);
    }

    [Fact]
    public async Task A_rotation_does_not_end_while_a_key_is_left_that_nobody_knows_of()
    {
        await AddAsync(Key("conn_1", "k1"));
        await Keys.SetNextProofAsync(Proof2, None);

        Assert.False(await Keys.EndRotationAsync(Proof2, "m1", 0, None));
        Assert.Equivalent(new MasterKeyProofs(Proof1, Proof2), await Keys.ProofsAsync(None), strict: true);

        await Keys.ReplaceAsync("m1", [Key("conn_1", "k1", "m2")], None);
        Assert.True(await Keys.EndRotationAsync(Proof2, "m1", 0, None));
        Assert.True(await Keys.EndRotationAsync(Proof2, "m1", 0, None));
        Assert.Equivalent(new MasterKeyProofs(Proof2, null), await Keys.ProofsAsync(None), strict: true);
    }

    [Fact]
    public async Task A_whole_rotation_while_new_owners_come_loses_no_secret()
    {
        using var folder = new TestFolder();
        var source = new MasterKeySource { DataFolder = folder.Path };
        using var vault = await SecretVault.OpenAsync(source, Keys, None);
        var ciphers = new List<byte[]>();
        for (var i = 0; i < 120; i++)
        {
            ciphers.Add(await vault.SealAsync($"owner_{i}", "field", new[] { (byte)i }, None));
        }

        var first = vault.Rotation.View.MasterKeyId;
        var rotation = vault.Rotation.RotateAsync();
        for (var i = ciphers.Count; i < 160; i++)
        {
            ciphers.Add(await vault.SealAsync($"owner_{i}", "field", new[] { (byte)i }, None));
        }

        await rotation;
        using var restarted = await SecretVault.OpenAsync(source, Keys, None);
        foreach (var (i, cipher) in ciphers.Index())
        {
            Assert.Equal([(byte)i], await restarted.OpenAsync($"owner_{i}", "field", cipher, None));
        }

        Assert.NotEqual(first, restarted.Rotation.View.MasterKeyId);
        Assert.Equal([restarted.Rotation.View.MasterKeyId], (await Keys.CountAsync(None)).Keys);
    }

    private static WrappedKey Key(string owner, string id, string master = "m1") => new(owner, id, master, [1, 2, 3]);

    private async Task AddAsync(WrappedKey key)
    {
        await Keys.AddProofAsync(Proof1, None);
        Assert.Equal(key.KeyId, (await Keys.AddAsync(key, None))!.KeyId);
    }
}
