using System.Numerics;
using Weir.Model;

namespace Weir.Engine.Runs.Batches;

/// <summary>
/// Halves a refused batch to find the records that are to blame. Each half is a request more, so their number has a bound:
/// enough to find two bad records among any number, so that a mapping that is wrong for all of them does not cost a request
/// for each. What is refused beyond it fails as it stands; a retry halves to the end and leaves just the bad ones. // Promise 8
/// </summary>
/// <param name="records">Records in the whole batch.</param>
/// <param name="toTheEnd">In a retry.</param>
internal sealed class BatchSplits(int records, bool toTheEnd)
{
    private int _requestsLeft = toTheEnd ? 2 * records : 4 * (BitOperations.Log2((uint)Math.Max(1, records - 1)) + 1);

    /// <summary>
    /// Statuses that say that the content is refused and nothing of it was taken. A body that says so with a good status
    /// leaves open what was taken.
    /// </summary>
    public static bool IsOfContent(Fault fault) =>
        fault is { Kind: FaultKind.Rejected, HttpStatus: 400 or 413 or 422 };

    /// <summary>Takes the requests for the parts of a refused request; false when there are not enough.</summary>
    public bool Take(int requests)
    {
        if (requests > _requestsLeft)
        {
            return false;
        }

        _requestsLeft -= requests;
        return true;
    }
}
