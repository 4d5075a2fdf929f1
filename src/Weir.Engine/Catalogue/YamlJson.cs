using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Weir.Engine.Catalogue;

/// <summary>A YAML tree as JSON: plain <c>true</c>, <c>null</c> and JSON numbers are what they are, all else is text.</summary>
internal static class YamlJson
{
    public static JsonElement ToJson(YamlNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                writer.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case YamlSequence sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case YamlScalar scalar:
                Write(writer, scalar);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, YamlScalar scalar)
    {
        if (scalar.IsNull)
        {
            writer.WriteNullValue();
        }
        else if (scalar.IsPlain && (scalar.Text is "true" or "false" || IsNumber(scalar.Text)))
        {
            writer.WriteRawValue(scalar.Text);
        }
        else
        {
            writer.WriteStringValue(scalar.Text);
        }
    }

    private static bool IsNumber(string text)
    {
        if (text[0] is not ('-' or (>= '0' and <= '9')))
        {
            return false;
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType is JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
