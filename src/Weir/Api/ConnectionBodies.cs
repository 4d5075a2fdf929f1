namespace Weir.Api;

/// <summary>How a copy of a connection is called.</summary>
internal sealed record CloneBody(string Name);

/// <summary>Secrets that are given again, because the former version leads to another address.</summary>
internal sealed record RevertBody(IReadOnlyDictionary<string, string>? Settings = null);

/// <summary>For how many minutes a connection is listened to, 1–60.</summary>
internal sealed record DebugBody(int Minutes);
