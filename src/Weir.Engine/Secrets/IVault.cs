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
