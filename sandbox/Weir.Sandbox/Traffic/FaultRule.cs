using System.Text.Json.Serialization;

namespace Weir.Sandbox;

/// <summary>
/// One thing that goes wrong on purpose: which requests it is for, which of those it hits, and what then happens
/// (exactly one effect: <see cref="Status"/>, <see cref="Reset"/>, <see cref="Hang"/>, <see cref="SlowBody"/>, <see
/// cref="CutBody"/>, <see cref="Malformed"/>, <see cref="ExpiredCursor"/>, <see cref="LatencyMs"/>, <see
/// cref="Touch"/> or <see cref="Change"/>).
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FaultRule
{
    /// <summary>
    /// A path, with or without a method before it (<c>POST /api/tickets</c>); what lies below it matches too. Left out:
    /// every request.
    /// </summary>
    public string? Match { get; init; }

    /// <summary>Only the path of <see cref="Match"/> itself, not what lies below it.</summary>
    public bool Exact { get; init; }

    /// <summary>
    /// Only requests about one of these: the id in the path, or the id of a record in the body of a sink.
    /// </summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>This many matching requests pass before the rule begins to count.</summary>
    public int Skip { get; init; }

    /// <summary>Hits each n-th matching request. Left out: each one.</summary>
    public int? Every { get; init; }

    /// <summary>Hits at most this often, then never again. Left out: without end.</summary>
    public int? Times { get; init; }

    /// <summary>Is over this many seconds after it was added. Left out: never.</summary>
    public double? Seconds { get; init; }

    /// <summary>Answers this status (400–599).</summary>
    public int? Status { get; init; }

    /// <summary>With <see cref="Status"/>: the header <c>Retry-after</c>, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>With <see cref="Status"/>: the body instead of the application's usual error.</summary>
    public string? Body { get; init; }

    /// <summary>Closes the connection with a TCP reset, without an answer.</summary>
    public bool Reset { get; init; }

    /// <summary>
    /// With <see cref="Status"/>, <see cref="Reset"/> or <see cref="Hang"/>: the request is carried out first, and only
    /// then goes wrong.
    /// </summary>
    public bool AfterWrite { get; init; }

    /// <summary>Never answers; ends when the client goes or the server stops.</summary>
    public bool Hang { get; init; }

    /// <summary>The right answer, trickling over this many milliseconds.</summary>
    public int? SlowBody { get; init; }

    /// <summary>Half of the right answer, then a TCP reset.</summary>
    public bool CutBody { get; init; }

    /// <summary>The right status with JSON that ends in the middle.</summary>
    public bool Malformed { get; init; }

    /// <summary>Refuses the cursor of the request; requests without one do not match.</summary>
    public bool ExpiredCursor { get; init; }

    /// <summary>The right answer, this many milliseconds later.</summary>
    public int? LatencyMs { get; init; }

    /// <summary>
    /// Changes this many tickets just before the request is answered (each time other ones), so rows move during a
    /// walk.
    /// </summary>
    public int? Touch { get; init; }

    /// <summary>More of the same: rows are changed, made, put in the trash or deleted before each answer.</summary>
    public DeskChange? Change { get; init; }

    /// <summary>What is wrong with the rule itself, in one sentence; null when nothing is.</summary>
    internal string? Problem()
    {
        var effects = new[]
        {
            Status is not null, Reset, Hang, SlowBody is not null, CutBody, Malformed, ExpiredCursor,
            LatencyMs is not null,
            Touch is not null, Change is not null,
        };
        return this switch
        {
            _ when effects.Count(effect => effect) != 1 =>
                "A fault has exactly one of: status, reset, hang, slowBody, cutBody, malformed, expiredCursor, "
                + "latencyMs, touch, change.",
            { Status: < 400 or > 599 } => "status is 400 to 599.",
            { Status: null, RetryAfter: not null } or { Status: null, Body: not null } =>
                "retryAfter and body belong to status.",
            { Status: null, Reset: false, Hang: false, AfterWrite: true } => "afterWrite belongs to status, reset or hang.",
            { RetryAfter: < 0 } or { SlowBody: < 0 } or { LatencyMs: < 0 } or { Seconds: < 0 } or { Skip: < 0 } =>
                "retryAfter, slowBody, latencyMs, seconds and skip are 0 or more.",
            { Every: < 1 } or { Times: < 1 } or { Touch: < 1 } => "every, times and touch are 1 or more.",
            { Change: { } change } when change.Problem() is { } problem => problem,
            { Ids.Count: 0 } => "ids names at least one id.",
            _ => null,
        };
    }
}
