using Weir.Engine.Runs.Finding;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>
/// What runs must know of a record that a person sends, and the other way round: both look before they create, and neither may
/// create between the other's look and its create. // Promise 2
/// </summary>
public sealed class PreviewKeys(KeyTurns turns, MadeRecords made, TimeProvider time)
{
    /// <summary>A record of a run that waits for its connection holds its turn for as long as that lasts.</summary>
    private static readonly TimeSpan WaitMax = PreviewSender.PermitWaitMax;

    /// <summary>Waits until nobody else writes one of these keys; <c>busy</c> where that takes too long.</summary>
    internal async Task<IDisposable> EnterAsync(IReadOnlyList<string> keys, ConnectionId connection, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(WaitMax, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await turns.EnterAsync(keys, new TurnTaker(new RunId(""), connection), both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusalException(ErrorCodes.Busy, "A record with the same key is being written.");
        }
    }

    /// <summary>One of them was sent a moment ago, and the application may show it late.</summary>
    internal bool MayCome(IReadOnlyList<string> keys) => keys
        .Select(key => made.LastOf(key)?.At ?? made.UnsettledOf(key))
        .Any(sentAt => sentAt is { } at && time.GetElapsedTime(at) <= FirstLook.LagMax);

    internal void Sending(IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            made.Sending(key);
        }
    }

    /// <summary>What became of it is known.</summary>
    /// <param name="keys">Its keys.</param>
    /// <param name="id">What was created; null: nothing, or it is not told.</param>
    internal void Settle(IReadOnlyList<string> keys, string? id)
    {
        foreach (var key in keys)
        {
            made.Settle(key);
            if (id is not null)
            {
                made.Note(key, id);
            }
        }
    }
}
