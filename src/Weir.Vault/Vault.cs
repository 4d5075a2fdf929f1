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

    /// <summary>How often a key is made again because a rotation began or ended meanwhile.</summary>
    private const int LooksMax = 10;

    private readonly KeyRing _ring;
    private readonly IKeyStore _keys;
    private readonly DataKeyCache _cache = new();
    private int _disposed;

    private Vault(KeyRing ring, IKeyStore keys, KeyRotation rotation, string? warning)
    {
        _ring = ring;
        _keys = keys;
        Rotation = rotation;
        Warning = warning;
    }

    /// <summary>What a person must be told after this start (a new key wants a backup), in one sentence; null: nothing.</summary>
    public string? Warning { get; }

    /// <summary>Changes the master key. One that was interrupted goes on when somebody says so.</summary>
    public KeyRotation Rotation { get; }

    /// <summary>
    /// Gets the master keys and makes sure that they are those of the stored keys. Throws <see cref="MasterKeyException"/>;
    /// the database is then as it was.
    /// </summary>
    public static async Task<Vault> OpenAsync(
        MasterKeySource source, IKeyStore keys, CancellationToken cancellationToken)
    {
        var (ring, notice) = await new KeyRingReader(source, keys).ReadAsync(cancellationToken);
        return new Vault(ring, keys, new KeyRotation(ring, keys, source), notice);
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
            Rotation.Dispose();
            _cache.Dispose();
            _ring.Dispose();
        }
    }

    private async Task<DataKey> NewestAsync(string owner, CancellationToken cancellationToken)
    {
        for (var look = 0; look < LooksMax; look++)
        {
            var wrapped = await _keys.FindAsync(owner, cancellationToken)
                ?? await _keys.AddAsync(Make(owner), cancellationToken);
            if (wrapped is not null)
            {
                return await KeepAsync(wrapped, newest: true, cancellationToken);
            }
        }

        throw new SecretUnreadableException($"There is no proof of the master key for a data key of {owner}.");
    }

    private async Task<DataKey> FindAsync(string owner, string keyId, CancellationToken cancellationToken) => await KeepAsync(
        await _keys.FindAsync(owner, keyId, cancellationToken)
            ?? throw new SecretUnreadableException($"There is no data key {keyId} of {owner}."),
        newest: false,
        cancellationToken);

    private WrappedKey Make(string owner)
    {
        Span<byte> key = stackalloc byte[SealedBox.KeyBytes];
        RandomNumberGenerator.Fill(key);
        try
        {
            return _ring.Wrap(owner, RandomNumberGenerator.GetHexString(2 * KeyIdBytes, lowercase: true), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async Task<DataKey> KeepAsync(WrappedKey wrapped, bool newest, CancellationToken cancellationToken)
    {
        var key = new DataKey(wrapped.KeyId, await UnwrapAsync(wrapped, cancellationToken));
        _cache.Add(wrapped.Owner, key, newest);
        return key;
    }

    // Between the reading and now a rotation may have wrapped it anew and retired the key that it was wrapped by.
    // It ends: each look again is for a rotation that was done meanwhile.
    private async Task<byte[]> UnwrapAsync(WrappedKey wrapped, CancellationToken cancellationToken)
    {
        byte[]? key;
        while ((key = _ring.Unwrap(wrapped)) is null
            && await _keys.FindAsync(wrapped.Owner, wrapped.KeyId, cancellationToken) is { } now
            && now.MasterKeyId != wrapped.MasterKeyId)
        {
            wrapped = now;
        }

        return key ?? throw new SecretUnreadableException(
            $"The data key of {wrapped.Owner} belongs to another master key (id {wrapped.MasterKeyId}).");
    }
}
