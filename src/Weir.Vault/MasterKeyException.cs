namespace Weir.Vault;

/// <summary>
/// There is no master key, or not the one that belongs to the stored data. Nothing was written. The message is one sentence
/// for the person who starts the server and never holds a key.
/// </summary>
public sealed class MasterKeyException(string message, Exception? inner = null) : Exception(message, inner);
