using System.Globalization;
using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>Copies a document and writes other words where it refers to resources: names for ids, or ids for names.</summary>
/// <param name="word">
/// What is written, given the kind that is referred to, what stands there and where (<c>steps[1].import</c>). Null leaves
/// the reference out.
/// </param>
/// <param name="dropsNulls">Leaves out fields of the contract that are null.</param>
internal sealed class ReferenceRewriter(Func<ResourceKind, JsonElement, string, string?> word, bool dropsNulls)
{
    public JsonElement Rewrite(ResourceKind kind, JsonElement document) =>
        DocumentWriter.Element(writer => Write(writer, DocumentShape.Of(kind), document, ""));

    private void Write(Utf8JsonWriter writer, DocumentShape? shape, JsonElement value, string path)
    {
        switch (shape, value.ValueKind)
        {
            case (DocumentShape.Fields fields, JsonValueKind.Object):
                WriteObject(writer, fields, value, path);
                break;
            case (DocumentShape.Each each, JsonValueKind.Array):
                WriteList(writer, each, value, path);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private void WriteObject(Utf8JsonWriter writer, DocumentShape.Fields fields, JsonElement value, string path)
    {
        writer.WriteStartObject();
        foreach (var field in value.EnumerateObject())
        {
            var at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (field.Value.ValueKind is JsonValueKind.Null && dropsNulls && !fields.IsFree)
            {
                continue;
            }

            if (fields[field.Name] is DocumentShape.Reference reference && field.Value.ValueKind is not JsonValueKind.Null)
            {
                if (word(reference.Kind, field.Value, at) is { } text)
                {
                    writer.WriteString(field.Name, text);
                }

                continue;
            }

            writer.WritePropertyName(field.Name);
            Write(writer, fields[field.Name], field.Value, at);
        }

        writer.WriteEndObject();
    }

    private void WriteList(Utf8JsonWriter writer, DocumentShape.Each each, JsonElement value, string path)
    {
        writer.WriteStartArray();
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]");
            if (each.Item is not DocumentShape.Reference reference)
            {
                Write(writer, each.Item, item, at);
            }
            else if (word(reference.Kind, item, at) is { } text)
            {
                writer.WriteStringValue(text);
            }
        }

        writer.WriteEndArray();
    }
}
