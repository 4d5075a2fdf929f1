using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Engine.Secrets;
using Weir.Model;
using Weir.Tests.Fakes;
using Weir.Vault;

namespace Weir.Tests.Vault;

public sealed class VaultTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly MasterKeySource Source = new()
    {
        DataFolder = "unused",
        Value = new Secret(Convert.ToBase64String(new byte[32])),
    };

    private readonly InMemoryKeyStore _keys = new();
    private readonly Weir.Vault.Vault _vault;

    public VaultTests() => _vault = Open();

    public void Dispose() => _vault.Dispose();

    [Fact]
    public void What_was_sealed_is_opened_with_the_same_owner_and_field() => ForAll((plain, owner, field) =>
        Unseal(_vault, owner, field, Seal(owner, field, plain)).SequenceEqual(plain));

    [Fact]
    public void Another_vault_with_the_same_keys_opens_it() => ForAll((plain, owner, field) =>
    {
        using var restarted = Open();
        return Unseal(restarted, owner, field, Seal(owner, field, plain)).SequenceEqual(plain);
    });

    [Fact]
    public void A_ciphertext_with_any_one_bit_changed_is_refused()
    {
        var cipher = Seal("conn_1", "password", "hunter2"u8.ToArray());

        for (var bit = 0; bit < cipher.Length * 8; bit++)
        {
            var changed = cipher.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SecretUnreadableException>(() => Unseal(_vault, "conn_1", "password", changed));
        }
    }

    [Fact]
    public void A_ciphertext_cut_off_or_made_longer_is_refused()
    {
        var cipher = Seal("conn_1", "password", "hunter2"u8.ToArray());

        Assert.All(
            Enumerable.Range(0, cipher.Length).Select(length => cipher[..length]).Append([.. cipher, 0]),
            other => Assert.Throws<SecretUnreadableException>(() => Unseal(_vault, "conn_1", "password", other)));
    }

    [Fact]
    public void A_ciphertext_moved_to_another_owner_or_field_is_refused() => ForAll((plain, owner, field) =>
    {
        var cipher = Seal(owner, field, plain);
        Seal(owner + "x", field, plain);
        return Refused(() => Unseal(_vault, owner + "x", field, cipher))
            && Refused(() => Unseal(_vault, owner, field + "x", cipher))
            && Refused(() => Unseal(_vault, field, owner + "x", cipher));
    });

    [Fact]
    public void Owner_and_field_are_not_one_text()
    {
        var box = new byte[SealedBox.Overhead];
        SealedBox.Seal(new byte[32], [], box, "ab", "c");

        Assert.Throws<SecretUnreadableException>(() => SealedBox.Open(new byte[32], box, "a", "bc"));
        Assert.Throws<SecretUnreadableException>(() => SealedBox.Open(new byte[32], box, "ab", "c", ""));
    }

    [Fact]
    public void The_same_value_sealed_twice_looks_different()
    {
        var plain = "hunter2"u8.ToArray();

        Assert.NotEqual(Seal("conn_1", "password", plain), Seal("conn_1", "password", plain));
    }

    [Fact]
    public void Neither_a_ciphertext_nor_a_stored_key_holds_what_it_hides()
    {
        var cipher = Seal("conn_1", "password", "canary-canary"u8.ToArray());

        Assert.DoesNotContain("canary", Encoding.Latin1.GetString(cipher), StringComparison.Ordinal);
        Assert.Equal(SealedBox.Overhead + 32, Assert.Single(_keys.Keys).Cipher.Length);
    }

    [Fact]
    public async Task Many_who_seal_at_once_for_a_new_owner_share_one_key()
    {
        var ciphers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
            await _vault.SealAsync("conn_1", "password", new byte[] { (byte)i }, None))));

        Assert.Single(_keys.Keys);
        Assert.Equal(
            Enumerable.Range(0, 64).Select(i => (byte)i),
            ciphers.SelectMany(c => Unseal(_vault, "conn_1", "password", c)));
    }

    [Fact]
    public async Task More_owners_than_the_cache_holds_keep_their_keys()
    {
        var first = Seal("owner", "f", [1]);
        for (var i = 0; i <= DataKeyCache.KeysMax; i++)
        {
            await _vault.SealAsync($"{i}", "f", new byte[] { 2 }, None);
        }

        Assert.Equal([1], Unseal(_vault, "owner", "f", first));
        Assert.Equal([3], Unseal(_vault, "owner", "f", Seal("owner", "f", [3])));
        Assert.Equal(DataKeyCache.KeysMax + 2, _keys.Keys.Count);
    }

    [Fact]
    public void A_data_key_moved_to_another_owner_or_changed_is_refused()
    {
        var cipher = Seal("conn_1", "password", [1]);
        Seal("conn_2", "password", [2]);
        var (own, other) = (_keys.Keys[0], _keys.Keys[1]);

        foreach (var bad in new[]
        {
            own with { Cipher = other.Cipher },
            own with { Cipher = [.. own.Cipher.AsSpan(0, own.Cipher.Length - 1), (byte)(own.Cipher[^1] ^ 1)] },
            own with { Cipher = [] },
            own with { MasterKeyId = "0123456789abcdef" },
        })
        {
            _keys.Keys[0] = bad;
            using var restarted = Open();
            Assert.Throws<SecretUnreadableException>(() => Unseal(restarted, "conn_1", "password", cipher));
        }
    }

    [Fact]
    public void An_owner_whose_key_is_broken_leaves_the_others_alone()
    {
        Seal("conn_1", "password", [1]);
        var cipher = Seal("conn_2", "password", [2]);
        _keys.Keys[0] = _keys.Keys[0] with { Cipher = new byte[61] };

        using var restarted = Open();

        Assert.Equal([2], Unseal(restarted, "conn_2", "password", cipher));
    }

    [Fact]
    public void A_closed_vault_seals_and_opens_nothing()
    {
        var cipher = Seal("conn_1", "password", [1]);
        _vault.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Seal("conn_1", "password", [1]));
        Assert.Throws<ObjectDisposedException>(() => Unseal(_vault, "conn_1", "password", cipher));
    }

    private static bool Refused(Action act)
    {
        try
        {
            act();
            return false;
        }
        catch (SecretUnreadableException)
        {
            return true;
        }
    }

    private static void ForAll(Func<byte[], string, string, bool> law) => Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300),
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            ArbMap.Default.ArbFor<NonNull<string>>(),
            ArbMap.Default.ArbFor<NonNull<string>>(),
            (plain, owner, field) => law(plain, owner.Get, field.Get)));

    // With these sources and keys in memory nothing waits.
    private static T Now<T>(ValueTask<T> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("It should not have waited.");

    private static byte[] Unseal(Weir.Vault.Vault vault, string owner, string field, byte[] cipher) =>
        Now(vault.OpenAsync(owner, field, cipher, None));

    private byte[] Seal(string owner, string field, byte[] plain) => Now(_vault.SealAsync(owner, field, plain, None));

    private Weir.Vault.Vault Open() => Now(new ValueTask<Weir.Vault.Vault>(Weir.Vault.Vault.OpenAsync(Source, _keys, None)));
}
