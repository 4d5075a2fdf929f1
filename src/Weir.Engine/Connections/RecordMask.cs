using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Documents;

namespace Weir.Engine.Connections;

/// <summary>
/// Takes the secrets of some connections out of records that are shown: some applications repeat what they were sent. What
/// is stored, sent or written to a file stays as it is (Promise 6). // Promise 5
/// </summary>
/// <param name="connections">Whose secrets; each with who speaks for it.</param>
public sealed class RecordMask(IReadOnlyList<(IAdaptor Adaptor, ConnectionSnapshot Connection)> connections)
{
    /// <summary>Stands where a secret stood.</summary>
    public const string Mark = "***";

    /// <summary>Records come from outside and may be nested deeper than a body of ours.</summary>
    public const int DepthMax = 1000;

    private readonly (IAdaptor Adaptor, ConnectionSnapshot Connection)[] _connections =
        [.. connections.Where(c => c.Connection.Secrets.Count > 0)];

    public RecordMask(IAdaptor adaptor, ConnectionSnapshot connection)
        : this([(adaptor, connection)])
    {
    }

    public string Text(string text)
    {
        foreach (var (adaptor, connection) in _connections)
        {
            text = adaptor.Masked(connection, text);
        }

        return text;
    }

    /// <summary>
    /// The record with names and texts masked; a number that holds a secret becomes a text. Shape and order stay, and the
    /// same record is masked the same way. Itself, where there is nothing to mask: that costs one look at its text.
    /// </summary>
    public JsonElement Record(JsonElement record)
    {
        if (_connections.Length == 0)
        {
            return record;
        }

        var text = record.GetRawText();
        if (Text(text) == text)
        {
            return record;
        }

        try
        {
            return Element(writer => Write(writer, record));
        }
        catch (InvalidOperationException)
        {
            // A text in it is no Unicode, so it cannot be looked through.
            return Element(writer => writer.WriteStringValue(Mark));
        }
    }

    /// <summary>A record that is written, as an element that owns its memory.</summary>
    internal static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, DocumentWriter.Options))
        {
            write(writer);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = DepthMax });
        return document.RootElement.Clone();
    }

    private void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(Text(member.Name));
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                return;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                return;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var masked = Text(text);
        if (masked == text)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(masked);
        }
    }
}
