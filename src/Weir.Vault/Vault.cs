using System.Security.Cryptography;
using Weir.Engine.Secrets;

namespace Weir.Vault;

/// <summary>
/// Envelope encryption: a data key for each owner, wrapped by the master key and bound to both; ciphertexts bound to owner,
/// field and key. A sealed value is the key's id (8 bytes) and a <see cref="SealedBox"/>. // Promise 5
/// </summary>
public sealed class Vault : IVault, IDisposable
{
    private const int KeyIdBytes = 8;

    private readonly MasterKey _master;
    private readonly IKeyStore _keys;
    private readonly DataKeyCache _cache = new();
    private int _disposed;

    private Vault(MasterKey master, IKeyStore keys, string? warning)
    {
        _master = master;
        _keys = keys;
        Warning = warning;
    }

    /// <summary>What a person must be told after this start (a new key wants a backup), in one sentence; null: nothing.</summary>
    public string? Warning { get; }

    /// <summary>
    /// Gets the master key and makes sure that it is the one of the stored keys. Throws <see cref="MasterKeyException"/>;
    /// nothing was written then.
    /// </summary>
    public static async Task<Vault> OpenAsync(
        MasterKeySource source, IKeyStore keys, CancellationToken cancellationToken)
    {
        var proof = await keys.ProofAsync(cancellationToken);
        if (proof is null && (await keys.AllAsync(cancellationToken)).Count > 0)
        {
            throw new MasterKeyException(
                $"The data folder {source.DataFolder} holds keys but nothing that proves their master key: restore the database "
                + "from a backup.");
        }

        var (master, warning) = await new MasterKeyReader(source).ReadAsync(mayMake: proof is null, cancellationToken);
        try
        {
            if (proof is null)
            {
                await keys.SetProofAsync(master.Prove(), cancellationToken);
            }
            else if (!master.Made(proof))
            {
                throw new MasterKeyException(
                    $"The master key (id {master.Id}) is not the one of the data folder {source.DataFolder} (id {proof.MasterKeyId}): "
                    + "give the one it was made with.");
            }

            return new Vault(master, keys, warning);
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    public async ValueTask<byte[]> SealAsync(
        string owner, string field, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var key = _cache.Newest(owner) ?? await NewestAsync(owner, cancellationToken);
        var cipher = new byte[KeyIdBytes + SealedBox.Overhead + plain.Length];
        Convert.FromHexString(key.Id, cipher.AsSpan(0, KeyIdBytes), out _, out _);
        SealedBox.Seal(key.Bytes, plain.Span, cipher.AsSpan(KeyIdBytes), owner, field, key.Id);
        return cipher;
    }

    public async ValueTask<byte[]> OpenAsync(
        string owner, string field, ReadOnlyMemory<byte> cipher, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (cipher.Length < KeyIdBytes)
        {
            throw new SecretUnreadableException("The ciphertext is cut off.");
        }

        var keyId = Convert.ToHexStringLower(cipher.Span[..KeyIdBytes]);
        var key = _cache.Find(owner, keyId) ?? await FindAsync(owner, keyId, cancellationToken);
        return SealedBox.Open(key.Bytes, cipher.Span[KeyIdBytes..], owner, field, keyId);
    }

    /// <summary>Clears the keys in memory. Call it when nobody seals or opens any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _cache.Dispose();
            _master.Dispose();
        }
    }

    private async Task<DataKey> NewestAsync(string owner, CancellationToken cancellationToken) => Keep(
        await _keys.FindAsync(owner, cancellationToken) ?? await _keys.AddAsync(Make(owner), cancellationToken),
        newest: true);

    private async Task<DataKey> FindAsync(string owner, string keyId, CancellationToken cancellationToken) => Keep(
        await _keys.FindAsync(owner, keyId, cancellationToken)
            ?? throw new SecretUnreadableException($"There is no data key {keyId} of {owner}."),
        newest: false);

    private WrappedKey Make(string owner)
    {
        Span<byte> key = stackalloc byte[SealedBox.KeyBytes];
        RandomNumberGenerator.Fill(key);
        try
        {
            return _master.Wrap(owner, RandomNumberGenerator.GetHexString(2 * KeyIdBytes, lowercase: true), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private DataKey Keep(WrappedKey wrapped, bool newest)
    {
        var key = new DataKey(wrapped.KeyId, _master.Unwrap(wrapped));
        _cache.Add(wrapped.Owner, key, newest);
        return key;
    }
}
