using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>
/// What <see cref="InMemoryRunStore"/> and <see cref="InMemoryErrorStore"/> share, so that a commit of the one is seen by
/// the other. Give a second pair of stores the same state to act out a restart after a kill.
/// </summary>
internal sealed class InMemoryState
{
    public Lock Gate { get; } = new();

    public Dictionary<RunId, Run> Runs { get; } = [];

    public Dictionary<RunId, byte[]> Checkpoints { get; } = [];

    public Dictionary<ErrorId, StoredError> Errors { get; } = [];

    public Dictionary<(RunId Run, string Id), ParkedRecord> Parked { get; } = [];

    public Dictionary<(RunId Run, string Key), Intent> Intents { get; } = [];

    public Dictionary<RunId, SortedDictionary<long, RunLogEntry>> Logs { get; } = [];

    public Dictionary<(FlowId Flow, string Source), DateTimeOffset> Marks { get; } = [];

    public List<(FlowId Flow, SeenRecord Seen)> Seen { get; } = [];

    /// <summary>A record error with its sealed record and the retry run that claimed it.</summary>
    internal sealed record StoredError(
        RecordError Error, byte[] Record, RunId? Claim, IReadOnlyList<string> Orders, string Fingerprint, long Place, RunId? ResolvedBy = null);
}
