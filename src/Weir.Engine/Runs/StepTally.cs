using Weir.Engine.Governor;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>Counts of one source or step while records pass. Safe for many threads.</summary>
internal sealed class StepTally : IRequestCount
{
    private long _read;
    private long _success;
    private long _error;
    private long _ignored;
    private long _requests;

    public void Read(long count = 1) => Interlocked.Add(ref _read, count);

    public void Success(long count = 1) => Interlocked.Add(ref _success, count);

    public void Error(long count = 1) => Interlocked.Add(ref _error, count);

    public void Ignored(long count = 1) => Interlocked.Add(ref _ignored, count);

    public void Request() => Interlocked.Increment(ref _requests);

    public void Add(StepTally other)
    {
        Read(Interlocked.Read(ref other._read));
        Success(Interlocked.Read(ref other._success));
        Error(Interlocked.Read(ref other._error));
        Ignored(Interlocked.Read(ref other._ignored));
    }

    public void Add(StepCounts counts)
    {
        Read(counts.Read);
        Success(counts.Success);
        Error(counts.Error);
        Ignored(counts.Ignored);
        Interlocked.Add(ref _requests, counts.Requests);
    }

    public StepCounts ToCounts(string id) => new(
        id,
        Interlocked.Read(ref _read),
        Interlocked.Read(ref _success),
        Interlocked.Read(ref _error),
        Interlocked.Read(ref _ignored),
        Interlocked.Read(ref _requests));
}
