using System.Runtime.CompilerServices;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>
/// Sends one prepared request until it has an outcome: takes a permit for each attempt, lets the closed set of faults
/// decide what happens next, and tells the governor what was learned. // Promises 3 and 4
/// </summary>
public sealed class Dispatcher(Governor governor, Backoff backoff, TimeProvider time, ConnectionDebug? debug = null)
{
    /// <summary>A longer pause than this fails the run.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromDays(1);

    /// <summary>A longer wait for one record's next attempt is spent in the store, not in memory.</summary>
    public static readonly TimeSpan WaitInPlaceMax = TimeSpan.FromSeconds(5);

    /// <summary>Of one request, so many attempts that failed are told.</summary>
    private const int RepeatedMax = 20;

    /// <summary>The jittered wait after so many failed attempts.</summary>
    public TimeSpan WaitAfter(int attempts) => backoff.After(attempts);

    /// <summary>Sends until there is an outcome. The caller owns call and answer.</summary>
    /// <param name="request">What to send, through which connection, for whom.</param>
    /// <param name="stop">Ends waiting; a request under way is still read to its end.</param>
    /// <param name="abort">Ends everything at once.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Dispatched> SendAsync(Dispatch request, CancellationToken stop, CancellationToken abort)
    {
        var attempts = request.AttemptsBefore;
        List<FailedAttempt>? repeated = null;
        for (var attempt = attempts + 1; ; attempt++)
        {
            var (answer, learned) = await AttemptAsync(request, stop, abort);
            switch (answer.Fault)
            {
                case { Kind: FaultKind.Throttled, RetryAfter: var told } when !(told > PauseMax):
                case { Kind: FaultKind.Unauthorized }:
                    Note(ref repeated, answer.Fault, attempt);
                    answer.Dispose();
                    continue;
                case { Kind: FaultKind.Transient or FaultKind.Unknown } fault
                    when fault.NotSent || request.Repeat == RepeatRule.Always:
                    attempts++;
                    var wait = fault.RetryAfter ?? backoff.After(attempts);
                    if (!learned.IsOffline && (IsItsOwnTrouble(attempts, learned) || wait > PauseMax))
                    {
                        return new Dispatched(answer, null, attempts, repeated);
                    }

                    Note(ref repeated, fault, attempt);
                    if (!learned.IsOffline && request.MayPark && wait > WaitInPlaceMax)
                    {
                        return new Dispatched(answer, time.GetUtcNow() + wait, attempts, repeated);
                    }

                    answer.Dispose();
                    if (!learned.IsOffline)
                    {
                        await Task.Delay(wait, time, stop);
                    }

                    continue;
                default:
                    return new Dispatched(answer, null, attempts, repeated);
            }
        }
    }

    /// <summary>
    /// One attempt for a test or a preview: before flows, never repeated. Without a permit in time the answer's fault is
    /// <c>busy</c>, or <c>rate_limited</c> when the account is paused; nothing was sent then.
    /// </summary>
    /// <param name="connection">What is tested; its id may be null.</param>
    /// <param name="poolOf">Whose pool it counts in: the stored connection, or the lender of a body that borrows.</param>
    /// <param name="adaptor">Speaks to it.</param>
    /// <param name="call">The request.</param>
    /// <param name="limit">For the wait for a permit, and for the answer too where that has no limit of its own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="answerLimit">From the permit on; null: <paramref name="limit"/> is for everything.</param>
    /// <param name="heard">Listens to this request, beside whoever listens to its connection.</param>
    public async Task<Answer> SendOnceAsync(
        ConnectionSnapshot connection,
        ConnectionId? poolOf,
        IAdaptor adaptor,
        PreparedCall call,
        TimeSpan limit,
        CancellationToken cancellationToken,
        TimeSpan? answerLimit = null,
        Action<Exchange>? heard = null)
    {
        using var guest = governor.Join(poolOf, adaptor.BudgetOf(connection));
        using var timeout = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        if (Paused(guest.Id) is { } paused)
        {
            return paused;
        }

        Permit permit;
        try
        {
            permit = await governor.AcquireAsync(guest.Id, "test", urgent: true, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It may have been told to wait while this waited for a slot.
            return Paused(guest.Id) ?? Refused(
                FaultKind.Transient, ErrorCodes.Busy, "All slots of the connection were in use the whole time.", null);
        }

        var sent = time.GetTimestamp();
        call.Heard = heard + debug?.ListenerOf(connection.Id);
        Answer? answer = null;
        Released learned = default;
        using var own = new CancellationTokenSource(answerLimit ?? Timeout.InfiniteTimeSpan, time);
        using var answering = CancellationTokenSource.CreateLinkedTokenSource(own.Token, cancellationToken);
        try
        {
            answer = await adaptor.SendAsync(connection, call, answerLimit is null ? both.Token : answering.Token);
            answer.Elapsed = time.GetElapsedTime(sent);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What had most of its time taken by the wait for a slot says nothing of the application.
            return answerLimit is null && time.GetElapsedTime(sent) < limit / 2
                ? Refused(FaultKind.Unknown, ErrorCodes.Busy, "The slots of the connection were in use for too long to wait for an answer.", null)
                : NoAnswer(time.GetElapsedTime(sent));
        }
        finally
        {
            learned = answer is null ? governor.Release(permit) : governor.Release(permit, answer.Rate, answer.Fault);
        }

        if (learned.Pause is { } pause)
        {
            await governor.WriteAsync(pause);
        }

        return answer;
    }

    /// <summary>The answer where the account is paused; null where it is not.</summary>
    private Answer? Paused(ConnectionId id) =>
        governor.BlockageOf(id) is { Until: { } until } blockage && until > time.GetUtcNow()
            ? Refused(FaultKind.Throttled, ErrorCodes.RateLimited, blockage.Reason, until - time.GetUtcNow())
            : null;

    private static Answer NoAnswer(TimeSpan elapsed) => new()
    {
        Fault = new Fault
        {
            Kind = FaultKind.Unknown,
            Code = ErrorCodes.Timeout,
            Message = "The application did not answer in time.",
        },
        Elapsed = elapsed,
    };

    private static Answer Refused(FaultKind kind, string code, string message, TimeSpan? retryAfter) =>
        new() { Fault = new Fault { Kind = kind, Code = code, Message = message, RetryAfter = retryAfter, NotSent = true } };

    private void Note(ref List<FailedAttempt>? repeated, Fault fault, int attempt)
    {
        if (repeated is not { Count: >= RepeatedMax })
        {
            (repeated ??= []).Add(new FailedAttempt(time.GetUtcNow(), fault, attempt));
        }
    }

    /// <summary>
    /// Something passed through the connection between its attempts (fewer failures in a row than it has had itself): it is
    /// this request's own trouble and no outage.
    /// </summary>
    private static bool IsItsOwnTrouble(int attempts, Released learned) =>
        attempts >= Backoff.AttemptsMax && learned.FailuresInARow < attempts;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(Answer Answer, Released Learned)> AttemptAsync(
        Dispatch request, CancellationToken stop, CancellationToken abort)
    {
        var permit = await governor.AcquireAsync(request.Connection, request.Flow, urgent: false, stop);
        Answer? answer = null;
        var isOut = false;
        var learned = default(Released);
        try
        {
            // Connections are live: each attempt sees the settings and secrets of its moment.
            var connection = request.Connections.Current(request.Connection);
            if (connection.Unusable is { } unusable)
            {
                answer = new Answer { Fault = unusable };
            }
            else
            {
                isOut = true;
                request.Call.Heard = debug?.ListenerOf(request.Connection);
                answer = await request.Adaptor.SendAsync(connection, request.Call, abort);
                isOut = answer.Fault is not { NotSent: true };
            }
        }
        finally
        {
            if (isOut)
            {
                request.Count.Request();
            }

            learned = answer is null ? governor.Release(permit) : governor.Release(permit, answer.Rate, answer.Fault);
        }

        if (learned.Pause is { } pause)
        {
            await governor.WriteAsync(pause);
        }

        return (answer, learned);
    }
}

/// <summary>A request to be sent until it has an outcome.</summary>
/// <param name="Connection">Through which connection.</param>
/// <param name="Connections">Gives the connection as it is at the moment of an attempt.</param>
/// <param name="Adaptor">Speaks to it.</param>
/// <param name="Call">The request itself.</param>
/// <param name="Flow">For whom: flows take turns.</param>
/// <param name="Repeat">Whether it may be sent again when its outcome is unknown.</param>
/// <param name="MayPark">Whether a long wait is given back to the caller instead of being spent here.</param>
/// <param name="AttemptsBefore">Attempts already made, for a record that was parked.</param>
/// <param name="Count">Counts each request that was sent.</param>
public readonly record struct Dispatch(
    ConnectionId Connection,
    ILiveConnections Connections,
    IAdaptor Adaptor,
    PreparedCall Call,
    string Flow,
    RepeatRule Repeat,
    bool MayPark,
    int AttemptsBefore,
    IRequestCount Count);

/// <summary>The last answer; or, when <paramref name="ParkUntil"/> is set, when to try again.</summary>
/// <param name="Answer">The last answer.</param>
/// <param name="ParkUntil">When to try again; null: the answer is the outcome.</param>
/// <param name="Attempts">Attempts that failed by themselves so far.</param>
/// <param name="Repeated">Attempts after which the request was, or will be, sent again; null for none, at most 20.</param>
public readonly record struct Dispatched(
    Answer Answer, DateTimeOffset? ParkUntil, int Attempts, IReadOnlyList<FailedAttempt>? Repeated = null);

/// <summary>An attempt that was not the last one.</summary>
/// <param name="At">When its answer was known.</param>
/// <param name="Fault">Why it failed.</param>
/// <param name="Attempt">Which one of its request, from 1.</param>
public sealed record FailedAttempt(DateTimeOffset At, Fault Fault, int Attempt);
