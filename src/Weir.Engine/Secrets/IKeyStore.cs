namespace Weir.Engine.Secrets;

/// <summary>
/// Where wrapped data keys live, and what proves which master keys wrap them. Each call is one transaction and on the disk
/// when it returns. A call that fails or is cancelled may have been done: every one of them may be made again.
/// </summary>
public interface IKeyStore
{
    /// <summary>The owner's newest wrapped key; null when it has none.</summary>
    Task<WrappedKey?> FindAsync(string owner, CancellationToken cancellationToken);

    /// <summary>The owner's key of that id.</summary>
    Task<WrappedKey?> FindAsync(string owner, string keyId, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a key when the owner has none; gives back the one that stands (another writer may have won). Null, and nothing is
    /// added, when there is no proof of the key's master key: a rotation has retired it meanwhile.
    /// </summary>
    Task<WrappedKey?> AddAsync(WrappedKey key, CancellationToken cancellationToken);

    /// <summary>How many keys each master key wraps, by the master key's id.</summary>
    Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken);

    /// <summary>Keys that a master key wraps, in the order of owner and id.</summary>
    /// <param name="masterKeyId">The master key.</param>
    /// <param name="after">The last one of the slice before; null for the first slice.</param>
    /// <param name="limit">At most so many.</param>
    Task<IReadOnlyList<WrappedKey>> WrappedByAsync(
        string masterKeyId, WrappedKey? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Wraps keys anew under another master key, all or none; the data keys stay. One that the master key
    /// <paramref name="from"/> does not wrap any more is left as it is.
    /// </summary>
    Task ReplaceAsync(string from, IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken);

    Task<MasterKeyProofs> ProofsAsync(CancellationToken cancellationToken);

    /// <summary>Sets the first proof; gives back the one that stands.</summary>
    Task<MasterKeyProof> AddProofAsync(MasterKeyProof proof, CancellationToken cancellationToken);

    /// <summary>Says that data keys may be wrapped by another master key beside the present one; null: they are not.</summary>
    Task SetNextProofAsync(MasterKeyProof? next, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a rotation: <paramref name="proof"/> becomes the only one, unless other than <paramref name="left"/> keys are still
    /// wrapped by the master key <paramref name="from"/>. Then it is false, and nothing has changed.
    /// </summary>
    Task<bool> EndRotationAsync(MasterKeyProof proof, string from, int left, CancellationToken cancellationToken);
}

/// <summary>A data key as it lies at rest.</summary>
public sealed record WrappedKey(string Owner, string KeyId, string MasterKeyId, byte[] Cipher);

/// <summary>A constant sealed by a master key: its id, and that it is the right one.</summary>
public sealed record MasterKeyProof(string MasterKeyId, byte[] Cipher);

/// <param name="Present">The key that the data belongs to. Null before the first start.</param>
/// <param name="Next">The key that a rotation is going to. Null while there is none.</param>
public sealed record MasterKeyProofs(MasterKeyProof? Present, MasterKeyProof? Next);
