using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Engine.Runs;

/// <summary>
/// Where a run goes on: the request state of the lowest page that is not done, what is done above it, and the place in the
/// list's stated order. Written when a page is done, together with counts and errors. // Promise 2
/// </summary>
internal sealed record Checkpoint
{
    /// <summary>Number of the lowest page that is not done, from 0.</summary>
    public required long Position { get; init; }

    /// <summary>Which source that page is read from: the ones before it are done, the ones after it not begun.</summary>
    public int Source { get; init; }

    /// <summary>The state that reads that page; null when the sources were read to their end.</summary>
    public required string? State { get; init; }

    /// <summary>The sources before it that could not be read to their end.</summary>
    public IReadOnlyList<SourceFailure> Failures { get; init; } = [];

    /// <summary>Pages from the source's first one to <see cref="State"/> in this walk.</summary>
    public long Depth { get; init; }

    /// <summary>How deep the walk was when the source last refused its cursor; a walk that comes no deeper fails.</summary>
    public long RefusedAt { get; init; } = -1;

    /// <summary>Records read on the pages below, for an export with a limit.</summary>
    public long Taken { get; init; }

    /// <summary>
    /// Fingerprints of the records of done pages above, and what a former life left unread: 16 bytes each, base 64.
    /// </summary>
    public string Done { get; init; } = "";

    /// <summary>The last row of the highest page below which all are done.</summary>
    public RowPlace? Place { get; init; }

    /// <summary>While a walk that began again has not come so far: rows up to here are read and not delivered.</summary>
    public RowPlace? SkipTo { get; init; }

    /// <summary>The place of the first row when the walk began: what stands before it changed since.</summary>
    public RowPlace? Top { get; init; }

    /// <summary>Row destinations' own states by step id.</summary>
    public IReadOnlyDictionary<string, string> Rows { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static Checkpoint Start(string state) => new() { Position = 0, State = state };

    public static Checkpoint Read(byte[] bytes) =>
        JsonSerializer.Deserialize(bytes, CheckpointJson.Default.Checkpoint)
        ?? throw new InvalidDataException("A checkpoint is empty.");

    public static string Pack(IReadOnlyList<Fingerprint> fingerprints)
    {
        var bytes = new byte[fingerprints.Count * Fingerprint.Bytes];
        for (var i = 0; i < fingerprints.Count; i++)
        {
            fingerprints[i].Write(bytes.AsSpan(i * Fingerprint.Bytes));
        }

        return Convert.ToBase64String(bytes);
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, CheckpointJson.Default.Checkpoint);

    public FingerprintSet Unpack()
    {
        var set = new FingerprintSet();
        var bytes = Convert.FromBase64String(Done);
        for (var at = 0; at < bytes.Length; at += Fingerprint.Bytes)
        {
            set.Add(Fingerprint.Read(bytes.AsSpan(at)));
        }

        return set;
    }
}

/// <summary>Why a source could not be read to its end.</summary>
/// <param name="Source">Which one, from 0.</param>
/// <param name="Code">The code of the run's error.</param>
/// <param name="Message">Its sentence.</param>
internal sealed record SourceFailure(int Source, string Code, string Message);

[JsonSerializable(typeof(Checkpoint))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class CheckpointJson : JsonSerializerContext;
