namespace Weir.Hosting;

/// <summary>The server cannot start. The message is one sentence for whoever starts it, and names the setting.</summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
