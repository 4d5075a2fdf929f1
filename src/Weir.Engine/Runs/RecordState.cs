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

    private readonly JsonElement _asRead;
    private OwnedDocument? _own;

    public RecordState(JsonElement record, int source, string traceKey, Fingerprint fingerprint)
    {
        _asRead = record;
        Source = source;
        Current = record;
        TraceKey = traceKey;
        Fingerprint = fingerprint;
    }

    public JsonElement Current { get; private set; }

    /// <summary>Which source it was read from.</summary>
    public int Source { get; }

    public string TraceKey { get; }

    /// <summary>Of the record as read: retries and resumes make the same keys from it.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>It failed at a step and went on all the same.</summary>
    public bool HasFailed { get; set; }

    /// <summary>As it stands now.</summary>
    public byte[] Copy() => JsonMarshal.GetRawUtf8Value(Current).ToArray();

    /// <summary>As it came from the source.</summary>
    public byte[] CopyAsRead() => JsonMarshal.GetRawUtf8Value(_asRead).ToArray();

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
