namespace Weir.Engine.Secrets;

/// <summary>
/// Envelope encryption: AES-256-GCM under a data key for each owner, which the master key wraps. A ciphertext is bound to
/// its owner and field and carries its key's id. Safe for many threads.
/// </summary>
public interface IVault
{
    /// <summary>Encrypts. The owner's data key is made when it has none.</summary>
    /// <param name="owner">A connection's id, or <see cref="VaultOwners.Records"/>.</param>
    /// <param name="field">The secret's field, or what the data is.</param>
    ValueTask<byte[]> SealAsync(string owner, string field, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken);

    /// <summary>
    /// Decrypts. Throws <see cref="SecretUnreadableException"/> when the ciphertext was changed, belongs elsewhere, or
    /// its key is not to be had.
    /// </summary>
    ValueTask<byte[]> OpenAsync(string owner, string field, ReadOnlyMemory<byte> cipher, CancellationToken cancellationToken);
}

/// <summary>Owners of data keys that are no connections.</summary>
public static class VaultOwners
{
    /// <summary>The records of errors, parked records and stored sources.</summary>
    public const string Records = "records";
}

/// <summary>A ciphertext cannot be decrypted. Only what it belongs to is affected.</summary>
public sealed class SecretUnreadableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Where wrapped data keys live. Written with full durability.</summary>
public interface IKeyStore
{
    /// <summary>The owner's newest wrapped key; null when it has none.</summary>
    Task<WrappedKey?> FindAsync(string owner, CancellationToken cancellationToken);

    /// <summary>The owner's key of that id.</summary>
    Task<WrappedKey?> FindAsync(string owner, string keyId, CancellationToken cancellationToken);

    /// <summary>Adds a key when the owner has none; gives back the one that stands (another writer may have won).</summary>
    Task<WrappedKey> AddAsync(WrappedKey key, CancellationToken cancellationToken);

    Task<IReadOnlyList<WrappedKey>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Wraps anew under another master key; the data key stays.</summary>
    Task ReplaceAsync(WrappedKey key, CancellationToken cancellationToken);

    /// <summary>
    /// What proves that a master key is the right one: its id and a sealed constant. Null before the first start.
    /// </summary>
    Task<MasterKeyProof?> ProofAsync(CancellationToken cancellationToken);

    Task SetProofAsync(MasterKeyProof proof, CancellationToken cancellationToken);
}

/// <summary>A data key as it lies at rest.</summary>
public sealed record WrappedKey(string Owner, string KeyId, string MasterKeyId, byte[] Cipher);

/// <summary>A constant sealed by the master key.</summary>
public sealed record MasterKeyProof(string MasterKeyId, byte[] Cipher);
