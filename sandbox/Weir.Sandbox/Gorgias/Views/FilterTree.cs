using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Writes a filter as the syntax tree that stands beside it: ESTree, as recorded for an empty filter.</summary>
internal static class FilterTree
{
    public static void Write(Utf8JsonWriter json, FilterExpression? filter)
    {
        json.WriteStartObject("filters_ast"u8);
        json.WriteStartObject("loc"u8);
        foreach (var end in (ReadOnlySpan<string>)["end", "start"])
        {
            json.WriteStartObject(end);
            json.WriteNumber("line"u8, 0);
            json.WriteNumber("column"u8, 0);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("body"u8);
        if (filter is not null)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "ExpressionStatement"u8);
            json.WritePropertyName("expression"u8);
            WriteNode(json, filter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("type"u8, "Program"u8);
        json.WriteString("sourceType"u8, "script"u8);
        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, FilterExpression filter)
    {
        json.WriteStartObject();
        if (filter is FilterExpression.Both both)
        {
            json.WriteString("type"u8, "LogicalExpression"u8);
            json.WriteString("operator"u8, both.IsAnd ? "&&" : "||");
            json.WritePropertyName("left"u8);
            WriteNode(json, both.Left);
            json.WritePropertyName("right"u8);
            WriteNode(json, both.Right);
        }
        else if (filter is FilterExpression.Call call)
        {
            json.WriteString("type"u8, "CallExpression"u8);
            json.WriteStartObject("callee"u8);
            json.WriteString("type"u8, "Identifier"u8);
            json.WriteString("name"u8, call.Function);
            json.WriteEndObject();
            json.WriteStartArray("arguments"u8);
            WriteText(json, "Identifier"u8, "name"u8, call.Path);
            foreach (var value in call.Values)
            {
                WriteText(json, "Literal"u8, "value"u8, value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString(name, text);
        json.WriteEndObject();
    }
}
