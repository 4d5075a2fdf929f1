using System.Security.Cryptography;
using Weir.Model;
using Weir.Tests.Fakes;
using Weir.Vault;

namespace Weir.Tests.Vault;

/// <summary>A data folder's keys in memory, with what was sealed under them: one life of a vault follows another.</summary>
/// <example>
/// <code>
/// var house = await KeyHouse.OfAsync(owners: 51);
/// await house.LiveAsync(new Watch { KillAt = 7 }, vault => vault.Rotation.RotateAsync());
/// await house.MustOpenAllAsync();
/// </code>
/// </example>
internal sealed class KeyHouse
{
    public static readonly CancellationToken None = CancellationToken.None;

    private readonly List<(string Owner, byte[] Cipher)> _sealed = [];

    public InMemoryKeyStore Keys { get; private init; } = new();

    public InMemoryKeyFiles Files { get; private init; } = new();

    /// <summary>The operator's key and the one before it, as the environment gives them.</summary>
    public string? Present { get; set; }

    public string? Previous { get; set; }

    public IReadOnlyList<(string Owner, byte[] Cipher)> Sealed => _sealed;

    public string? ProofId => Keys.Proof?.MasterKeyId;

    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static async Task<KeyHouse> OfAsync(int owners, string? present = null)
    {
        var house = new KeyHouse { Present = present };
        using var vault = await house.OpenAsync();
        for (var i = 0; i < owners; i++)
        {
            await house.SealAsync(vault, $"conn_{i:000}");
        }

        return house;
    }

    /// <summary>The same, as the disk would be after the process was killed or (with bits) the power was lost.</summary>
    public KeyHouse After(uint kept = uint.MaxValue)
    {
        var after = new KeyHouse { Files = Files.After(kept), Present = Present, Previous = Previous };
        after.Keys.Keys.AddRange(Keys.Keys);
        (after.Keys.Proof, after.Keys.NextProof) = (Keys.Proof, Keys.NextProof);
        after._sealed.AddRange(_sealed);
        return after;
    }

    public async Task<Weir.Vault.Vault> OpenAsync(Watch? watch = null) => await Weir.Vault.Vault.OpenAsync(
        new MasterKeySource
        {
            DataFolder = "/data",
            Value = Present is null ? null : new Secret(Present),
            PreviousValue = Previous is null ? null : new Secret(Previous),
            Files = watch is null ? Files : new WatchedKeyFiles(Files, watch),
        },
        watch is null ? Keys : new WatchedKeyStore(Keys, watch),
        None);

    /// <summary>One life: opens, goes on with what was interrupted or does something, until the end or the kill.</summary>
    public async Task LiveAsync(Watch watch, Func<Weir.Vault.Vault, Task> work)
    {
        try
        {
            using var vault = await OpenAsync(watch);
            await work(vault);
            Assert.False(watch.IsKilled, "A killed process went on.");
        }
        catch (Exception e) when (watch.IsKilled && e is KilledException)
        {
            // That is how it ends.
        }
    }

    public async Task SealAsync(Weir.Vault.Vault vault, string owner) =>
        _sealed.Add((owner, await vault.SealAsync(owner, "password", Plain(owner), None)));

    public async Task MustOpenAllAsync(Weir.Vault.Vault vault)
    {
        foreach (var (owner, cipher) in _sealed)
        {
            Assert.Equal(Plain(owner), await vault.OpenAsync(owner, "password", cipher, None));
        }
    }

    public async Task MustOpenAllAsync()
    {
        using var vault = await OpenAsync();
        await MustOpenAllAsync(vault);
    }

    /// <summary>Goes on to the end: everything opens before, meanwhile and after, and one key is left.</summary>
    public async Task MustSettleAsync()
    {
        using (var vault = await OpenAsync())
        {
            await MustOpenAllAsync(vault);
            await vault.Rotation.ContinueAsync();
            await MustOpenAllAsync(vault);
        }

        await MustOpenAllAsync();
        Assert.Null(Keys.NextProof);
        Assert.All(Keys.Keys, key => Assert.Equal(ProofId, key.MasterKeyId));
        Assert.DoesNotContain(OwnKeys.Next, Files.Files.Keys);
    }

    private static byte[] Plain(string owner) => System.Text.Encoding.UTF8.GetBytes($"secret of {owner}");
}
