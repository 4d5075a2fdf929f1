namespace Weir.Api;

/// <summary>What may be said when a run is started.</summary>
/// <param name="Since">A time or a date: the sources are read from there on, whatever their marks say.</param>
internal sealed record StartBody(string? Since = null);
