using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// A record on its way through the steps: a view of its page until something is put into it, then a small document of its
/// own in pooled memory.
/// </summary>
internal sealed class RecordState : IDisposable
{
    /// <summary>The most bytes of a record with all that was put into it.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    private OwnedDocument? _own;
    private Dictionary<int, BranchMark>? _branches;
    private List<string>? _intents;
    private string? _lastIntent;

    public RecordState(PageRecord origin, int index, string traceKey, Fingerprint fingerprint)
    {
        Origin = origin;
        Index = index;
        Current = origin.Value;
        TraceKey = traceKey;
        Fingerprint = fingerprint;
    }

    /// <summary>As its page holds it.</summary>
    public PageRecord Origin { get; }

    /// <summary>Where it stands in its page, from 0.</summary>
    public int Index { get; }

    public JsonElement Current { get; private set; }

    /// <summary>Which source it was read from.</summary>
    public int Source => Origin.Source;

    public string TraceKey { get; }

    /// <summary>Of the record as read: retries and resumes make the same keys from it.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>It failed at a step and went on all the same.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>It came through a step that sends, or through the one at which it came in again: it must not begin anew.</summary>
    public bool HasPassed { get; set; }

    /// <summary>Since when it may have been sent by the step that it is at; null where that is known, or it was not.</summary>
    public DateTimeOffset? SentSince { get; private set; }

    /// <summary>What is said of that to the person who must decide, where more is known than that.</summary>
    public string? SentNote { get; set; }

    /// <summary>What its source must know again once it has been sent; null where it reads no changes.</summary>
    public SeenRecord? Seen { get; init; }

    /// <summary>As it stands now.</summary>
    public byte[] Copy() => JsonMarshal.GetRawUtf8Value(Current).ToArray();

    /// <summary>As it came from the source.</summary>
    public byte[] CopyAsRead() => JsonMarshal.GetRawUtf8Value(Origin.Value).ToArray();

    /// <summary>Puts an answer under a dotted path. What stood there is replaced.</summary>
    public void Put(IReadOnlyList<string> path, JsonElement value)
    {
        if (Current.ValueKind != JsonValueKind.Object)
        {
            throw new EvaluationException(
                ErrorCodes.Mapping, "An answer can only be put into a record that is an object.", path[0]);
        }

        Replace(writer => Merge(writer, Current, path, 0, value));
    }

    /// <summary>Becomes what <paramref name="write"/> writes.</summary>
    public void Replace(Action<Utf8JsonWriter> write)
    {
        var next = OwnedDocument.Write(write);
        _own?.Dispose();
        _own = next;
        Current = next.Root;
    }

    /// <summary>Becomes the JSON in <paramref name="bytes"/>, which it takes.</summary>
    public void Become(PooledBuffer bytes)
    {
        var next = OwnedDocument.Parse(bytes);
        _own?.Dispose();
        _own = next;
        Current = next.Root;
    }

    /// <summary>The open error that it is retried for at this step; null elsewhere.</summary>
    public ErrorId? RetriedAt(int step) => Origin.Step == step ? Origin.Error : null;

    /// <summary>Since when it may have arrived at this step although it stands in the errors; null elsewhere.</summary>
    public DateTimeOffset? SentAt(int step) => Origin.Step == step ? Origin.SentAt : null;

    /// <summary>It has an intent with this key at the step that it is at. Closed with its outcome there, never without one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="sentSince">Since when it may have been sent; null where that is known.</param>
    public void Intend(string key, DateTimeOffset? sentSince = null)
    {
        (_intents ??= []).Add(key);
        _lastIntent = key;
        SentSince = sentSince;
        SentNote = null;
    }

    /// <summary>It failed: no intent of a later step stands for that.</summary>
    public void Fail()
    {
        HasFailed = true;
        _lastIntent = null;
    }

    /// <summary>What was about to be sent has not left.</summary>
    public void Stay() => SentSince = null;

    /// <summary>The keys of its intents at this step.</summary>
    public IReadOnlyList<string> Intents => (IReadOnlyList<string>?)_intents ?? [];

    /// <summary>The same, and its last one of a step before: what a new one stands for.</summary>
    public IReadOnlyList<string> FormerIntents =>
        _lastIntent is { } last ? [.. Intents.Append(last).Distinct(StringComparer.Ordinal)] : [];

    /// <summary>Those at this step, which it gives away.</summary>
    public IReadOnlyList<string> TakeIntents()
    {
        var taken = Intents;
        _intents = null;
        SentSince = null;
        return taken;
    }

    /// <summary>It came to a branch.</summary>
    public void Enter(int branch) => (_branches ??= [])[branch] = BranchMark.Entered;

    /// <summary>A case takes it; true for the first one of a branch that it came to in this run.</summary>
    public bool Take(int branch)
    {
        if (_branches is null || _branches.GetValueOrDefault(branch) != BranchMark.Entered)
        {
            return false;
        }

        _branches[branch] = BranchMark.Taken;
        return true;
    }

    /// <summary>It leaves a branch; null when it came into it before this run, in a retry or a wait inside.</summary>
    public BranchMark? Leave(int branch) => _branches is not null && _branches.Remove(branch, out var mark) ? mark : null;

    public void Dispose() => _own?.Dispose();

    private static void Merge(
        Utf8JsonWriter writer, JsonElement into, IReadOnlyList<string> path, int depth, JsonElement value)
    {
        writer.WriteStartObject();
        var put = false;
        foreach (var member in into.EnumerateObject())
        {
            if (!member.NameEquals(path[depth]))
            {
                member.WriteTo(writer);
                continue;
            }

            if (!put)
            {
                put = true;
                writer.WritePropertyName(path[depth]);
                PutAt(writer, member.Value, path, depth, value);
            }
        }

        if (!put)
        {
            writer.WritePropertyName(path[depth]);
            PutAt(writer, default, path, depth, value);
        }

        writer.WriteEndObject();
    }

    private static void PutAt(
        Utf8JsonWriter writer, JsonElement present, IReadOnlyList<string> path, int depth, JsonElement value)
    {
        if (depth == path.Count - 1)
        {
            if (value.ValueKind == JsonValueKind.Undefined)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
        else if (present.ValueKind == JsonValueKind.Object)
        {
            Merge(writer, present, path, depth + 1, value);
        }
        else
        {
            writer.WriteStartObject();
            writer.WritePropertyName(path[depth + 1]);
            PutAt(writer, default, path, depth + 1, value);
            writer.WriteEndObject();
        }
    }
}

/// <summary>What a branch has made of a record so far.</summary>
internal enum BranchMark
{
    Outside,

    /// <summary>No case has taken it yet.</summary>
    Entered,

    /// <summary>A case has, and it is counted.</summary>
    Taken,
}

/// <summary>A JSON document together with the pooled memory under it.</summary>
internal sealed class OwnedDocument : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        // What is written goes to a JSON parser and never into a page: text stays as short as it was.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly JsonDocument _document;
    private readonly PooledBuffer _buffer;

    private OwnedDocument(JsonDocument document, PooledBuffer buffer)
    {
        _document = document;
        _buffer = buffer;
    }

    public JsonElement Root => _document.RootElement;

    public static OwnedDocument Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new PooledBuffer(RecordState.BytesMax, 4096);
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, Options))
            {
                write(writer);
            }

            return new OwnedDocument(JsonDocument.Parse(buffer.Memory), buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Takes the buffer.</summary>
    public static OwnedDocument Parse(PooledBuffer buffer)
    {
        try
        {
            return new OwnedDocument(JsonDocument.Parse(buffer.Memory), buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _document.Dispose();
        _buffer.Dispose();
    }
}
