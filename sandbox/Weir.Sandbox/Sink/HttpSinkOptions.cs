namespace Weir.Sandbox;

/// <summary>How a sink behaves.</summary>
public sealed record HttpSinkOptions
{
    /// <summary>Where it listens. Default: a free port on loopback.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>How long each answer is held back, in milliseconds. Default 0.</summary>
    public int LatencyMs { get; init; }

    /// <summary>The field of a body (dotted for a nested one) that holds the record's id. Default <c>id</c>.</summary>
    public string IdField { get; init; } = "id";

    /// <summary>The clock that measures concurrency and stamps deliveries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
