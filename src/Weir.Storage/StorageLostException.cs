namespace Weir.Storage;

/// <summary>This process may no longer write to its database. The message is a sentence for a person.</summary>
public sealed class StorageLostException(string message, Exception? inner = null) : Exception(message, inner);
