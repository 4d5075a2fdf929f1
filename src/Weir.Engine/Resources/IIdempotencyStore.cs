namespace Weir.Engine.Resources;

/// <summary>
/// Answers to requests that carried an <c>Idempotency-Key</c>, kept for 24 hours. A key belongs to its caller: the same
/// key of another caller is another request. Safe for many callers; each method is one transaction.
/// </summary>
public interface IIdempotencyStore
{
    /// <summary>
    /// Says what is known of the request, and when nothing is, notes that it has begun: of several at once, exactly one
    /// is told <see cref="IdempotencyState.New"/>. A caller with more keys than are kept is a <c>rate_limited</c> refusal: none
    /// is forgotten before its time. Keys that began more than 24 hours before <paramref name="now"/> are removed.
    /// </summary>
    Task<IdempotencyReading> BeginAsync(IdempotentRequest request, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Keeps the answer of a request that was <see cref="IdempotencyState.New"/>; durable when it returns.</summary>
    Task CompleteAsync(IdempotentRequest request, IdempotentAnswer answer, CancellationToken cancellationToken);

    /// <summary>Forgets a request that was <see cref="IdempotencyState.New"/>, so that it may be sent again.</summary>
    Task ForgetAsync(IdempotentRequest request, CancellationToken cancellationToken);
}

/// <summary>A request as its key identifies it.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Key">The header as sent.</param>
/// <param name="Target">Method and path.</param>
/// <param name="BodyHash">
/// A hash of the body, as text. Bodies may hold secrets, so it is made with a secret key that outlives a restart.
/// </param>
public sealed record IdempotentRequest(string Caller, string Key, string Target, string BodyHash);

/// <summary>The answer that is given again.</summary>
public sealed record IdempotentAnswer
{
    public required int Status { get; init; }

    public string? Location { get; init; }

    public string? ETag { get; init; }

    public string? ContentType { get; init; }

    public required byte[] Body { get; init; }
}

public enum IdempotencyState
{
    /// <summary>Not seen before: do it, then complete or forget it.</summary>
    New,

    /// <summary>
    /// The same request has begun and was neither completed nor forgotten: it is being done now, or whoever did it was
    /// interrupted and nobody knows what became of it.
    /// </summary>
    InProgress,

    /// <summary>Done: give the stored answer.</summary>
    Done,

    /// <summary>The key was used for another target or body.</summary>
    Mismatch,
}

/// <summary>What is known of a request.</summary>
/// <param name="Answer">Set when, and only when, the state is <see cref="IdempotencyState.Done"/>.</param>
public sealed record IdempotencyReading(IdempotencyState State, IdempotentAnswer? Answer = null);
