using System.Text;
using System.Text.Json;

namespace Weir.Engine.Runs;

/// <summary>What a source that reads changes has delivered since its mark. A closed set. One caller.</summary>
/// <param name="source">The source's id.</param>
internal abstract class SeenRecords(string source)
{
    /// <summary>
    /// The most records of a source that are remembered. What was delivered beyond it may be delivered again by a later run,
    /// with the same keys. // Promise 8
    /// </summary>
    public const int Max = 100_000;

    protected string Source => source;

    /// <summary>Takes what former runs have remembered, the latest first.</summary>
    public abstract void Know(IReadOnlyList<string> fingerprints);

    /// <summary>
    /// Whether a record was delivered as it is; if not, it is known from now on. Null: there is no room to remember it.
    /// </summary>
    /// <param name="key">Its trace key.</param>
    /// <param name="record">As read.</param>
    /// <param name="changed">When it changed; null where that is not known.</param>
    /// <param name="seen">Takes what is written with its page.</param>
    public abstract bool? IsKnown(string key, JsonElement record, DateTimeOffset? changed, List<SeenRecord> seen);
}

/// <summary>
/// By key and time of change. All since the mark is remembered, so that the run after a failed one does not begin anew;
/// half of the room is kept for what the next run reads again in any case.
/// </summary>
/// <param name="source">The source's id.</param>
/// <param name="overlapBegins">What changed from then on is read again by the next run.</param>
internal sealed class SeenChanges(string source, DateTimeOffset overlapBegins) : SeenRecords(source)
{
    private readonly HashSet<Fingerprint> _seen = [];

    public override void Know(IReadOnlyList<string> fingerprints) => _seen.UnionWith(fingerprints.Select(Fingerprint.Parse));

    public override bool? IsKnown(string key, JsonElement record, DateTimeOffset? changed, List<SeenRecord> seen)
    {
        var at = changed!.Value;
        var fingerprint = Fingerprint.Of(key, Encoding.ASCII.GetBytes($"{at.UtcTicks}"));
        if (_seen.Contains(fingerprint))
        {
            return true;
        }

        if (_seen.Count >= (at >= overlapBegins ? Max : Max / 2))
        {
            return null;
        }

        _seen.Add(fingerprint);
        seen.Add(new SeenRecord(Source, fingerprint.ToString(), at));
        return false;
    }
}

/// <summary>
/// By key and content. What a run meets is remembered as of its start, and what no run since the mark has met is forgotten:
/// a record that became another and then what it had been is a change each time.
/// </summary>
/// <param name="source">The source's id.</param>
/// <param name="now">The run's start.</param>
internal sealed class SeenContents(string source, DateTimeOffset now) : SeenRecords(source)
{
    private readonly Dictionary<ulong, ulong> _contents = [];

    public override void Know(IReadOnlyList<string> fingerprints)
    {
        foreach (var known in fingerprints.Select(Fingerprint.Parse))
        {
            _contents.TryAdd(known.High, known.Low);
        }
    }

    public override bool? IsKnown(string key, JsonElement record, DateTimeOffset? changed, List<SeenRecord> seen)
    {
        var pair = Fingerprint.OfPair(key, record);
        var isThere = _contents.TryGetValue(pair.High, out var content);
        if (!isThere && _contents.Count >= Max)
        {
            return null;
        }

        _contents[pair.High] = pair.Low;
        seen.Add(new SeenRecord(Source, pair.ToString(), now));
        return isThere && content == pair.Low;
    }
}
