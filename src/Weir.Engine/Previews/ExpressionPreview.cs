using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Expressions;
using Weir.Expressions.Paths;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>
/// The small evaluators: an expression and a record in, what comes of it out, nothing stored and nothing sent. An expression
/// that cannot be read is an <c>expression</c> refusal with its position; a record that it cannot be applied to is a refusal
/// with the code that a record error would have. Numbers come back exact.
/// </summary>
public static class ExpressionPreview
{
    /// <summary>The most bytes of a mapped record.</summary>
    private const int RecordBytesMax = 16 * 1024 * 1024;

    /// <summary><c>{"path","record"}</c> → <c>{"values":[…]}</c>, in the order of RFC 9535.</summary>
    public static void Path(JsonElement body, Utf8JsonWriter writer)
    {
        var reader = new DocumentReader(body);
        var text = reader.RequiredString("path", min: 0);
        var path = reader.IsGood ? reader.Parse("path", () => JsonPath.Parse(text)) : null;
        var record = reader.Any("record");
        reader.Finish();

        var values = new List<JsonElement>();
        Evaluate("path", () => path!.Select(record, values));
        writer.WriteStartObject();
        writer.WriteStartArray("values");
        values.ForEach(v => v.WriteTo(writer));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary><c>{"filter","record"}</c> → <c>{"result":…}</c></summary>
    public static void Filter(JsonElement body, Utf8JsonWriter writer)
    {
        var reader = new DocumentReader(body);
        var rule = reader.Any("filter");
        var filter = reader.IsGood ? reader.Parse("filter", () => Weir.Expressions.Filters.Filter.Parse(rule)) : null;
        var record = reader.Any("record");
        reader.Finish();

        writer.WriteStartObject();
        writer.WritePropertyName("result");
        Evaluate("filter", () => filter!.Evaluate(record, writer));
        writer.WriteEndObject();
    }

    /// <summary><c>{"template","record","for"}</c> → <c>{"text":"…"}</c></summary>
    public static void Template(JsonElement body, Utf8JsonWriter writer)
    {
        var reader = new DocumentReader(body);
        var text = reader.RequiredString("template", min: 0, max: int.MaxValue);
        var place = reader.Enum("for", Place.Text);
        var template = reader.IsGood
            ? reader.Parse("template", () => Weir.Expressions.Templates.Template.Parse(text, place))
            : null;
        var record = reader.Any("record");
        reader.Finish();

        var rendered = "";
        Evaluate("template", () => rendered = template!.RenderText(record, Variables.None));
        writer.WriteStartObject();
        writer.WriteString("text", rendered);
        writer.WriteEndObject();
    }

    /// <summary><c>{"mapping","lookups","record"}</c> → <c>{"record":{…}}</c></summary>
    public static void Mapping(JsonElement body, Utf8JsonWriter writer)
    {
        var reader = new DocumentReader(body);
        var document = reader.Any("mapping");
        var lookups = reader.FreeObject("lookups");
        var mapping = reader.IsGood
            ? reader.Parse("mapping", () => Weir.Expressions.Mappings.Mapping.Parse(document, lookups))
            : null;
        var record = reader.Any("record");
        reader.Finish();

        using var mapped = new PooledBuffer(RecordBytesMax);
        Evaluate("mapping", () => mapping!.Write(record, Variables.None, mapped));
        writer.WriteStartObject();
        writer.WritePropertyName("record");
        writer.WriteRawValue(mapped.Span);
        writer.WriteEndObject();
    }

    /// <summary>What a record is refused for is told with the output's path where there is one.</summary>
    private static void Evaluate(string field, Action evaluate)
    {
        try
        {
            evaluate();
        }
        catch (EvaluationException e)
        {
            throw RefusalException.Invalid(e.Field ?? field, e.Message, e.Code);
        }
        catch (BufferFullException e)
        {
            throw RefusalException.Invalid(
                field, $"The mapped record is larger than {e.BytesMax} bytes.", ErrorCodes.TooLarge);
        }
    }
}
