namespace Weir.Storage;

/// <summary>
/// The stored data cannot be used, and was not touched. The message is one sentence for the person who starts the server.
/// </summary>
public sealed class StorageStartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Only because another process is running on it.</summary>
    public bool IsHeld { get; init; }
}
