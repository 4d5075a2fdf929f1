using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>Writes JSON documents in the API's way: camelCase names, UTC times with milliseconds, text unescaped.</summary>
public static class DocumentWriter
{
    /// <summary>How every document of ours is written. It is never put into HTML, so only JSON's own escapes are used.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as text, for the store.</summary>
    public static string Text(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Bytes(write).Span);

    /// <summary>The document as UTF-8.</summary>
    public static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The document as an element that owns its memory.</summary>
    public static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        using var document = JsonDocument.Parse(Bytes(write), new JsonDocumentOptions { MaxDepth = Body.DepthMax });
        return document.RootElement.Clone();
    }

    /// <summary>A stored document as an element that owns its memory.</summary>
    public static JsonElement Parse(string document)
    {
        using var parsed = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = Body.DepthMax });
        return parsed.RootElement.Clone();
    }

    /// <summary>A time as the API writes it: <c>2026-01-31T09:30:00.123Z</c>.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");

    public static void WriteTime(this Utf8JsonWriter writer, string name, DateTimeOffset? time) =>
        writer.WriteString(name, time is { } at ? TimeText(at) : null);

    /// <summary>A reference, or null.</summary>
    public static void WriteId<TId>(this Utf8JsonWriter writer, string name, TId? id)
        where TId : struct, IId<TId> => writer.WriteString(name, id?.Value);

    public static void WriteIds<TId>(this Utf8JsonWriter writer, string name, IEnumerable<TId> ids)
        where TId : struct, IId<TId> => writer.WriteStrings(name, ids.Select(id => id.Value));

    public static void WriteStrings(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>One of a closed set, as <see cref="DocumentReader.Enum{T}"/> reads it.</summary>
    public static void WriteEnum<T>(this Utf8JsonWriter writer, string name, T? value)
        where T : struct, Enum =>
        writer.WriteString(name, value is { } set ? JsonNamingPolicy.CamelCase.ConvertName(set.ToString()) : null);

    public static void WriteInt(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>A free-shape document as it was sent; null when there is none.</summary>
    public static void WriteFree(this Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
