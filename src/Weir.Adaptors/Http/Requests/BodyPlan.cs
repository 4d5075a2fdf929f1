using System.Buffers;
using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Templates;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Where a request's body comes from. A closed set.</summary>
internal abstract class BodyPlan
{
    /// <param name="record">What the body's templates see.</param>
    /// <param name="mapped">The mapped record as JSON.</param>
    /// <param name="variables">What templates see beside the record.</param>
    /// <param name="into">Where the body goes.</param>
    public abstract void Write(JsonElement record, ReadOnlySpan<byte> mapped, Variables variables, IBufferWriter<byte> into);
}

/// <summary>The mapped record itself.</summary>
internal sealed class MappedBody : BodyPlan
{
    public override void Write(JsonElement record, ReadOnlySpan<byte> mapped, Variables variables, IBufferWriter<byte> into) =>
        into.Write(mapped);
}

/// <summary>A text with expressions in it.</summary>
internal sealed class TemplateBody(Template template) : BodyPlan
{
    public override void Write(JsonElement record, ReadOnlySpan<byte> mapped, Variables variables, IBufferWriter<byte> into) =>
        template.Render(record, variables, into);
}

/// <summary>A JSON document; texts in it may be templates, and stay texts.</summary>
internal sealed class DocumentBody : BodyPlan
{
    private readonly JsonElement _document;
    private readonly Dictionary<string, Template> _templates = new(StringComparer.Ordinal);

    public DocumentBody(JsonElement document, string field, Problems problems)
    {
        _document = document;
        Collect(document, field, problems);
    }

    public override void Write(JsonElement record, ReadOnlySpan<byte> mapped, Variables variables, IBufferWriter<byte> into)
    {
        using var json = new Utf8JsonWriter(into);
        Write(json, _document, record, variables);
    }

    private void Collect(JsonElement value, string field, Problems problems)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Collect(member.Value, $"{field}.{member.Name}", problems);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Collect(item, $"{field}[{index++}]", problems);
                }

                break;
            case JsonValueKind.String when value.GetString()!.Contains("{{", StringComparison.Ordinal):
                if (problems.Parse(field, value.GetString()!, t => Template.Parse(t)) is { } template)
                {
                    _templates[template.Text] = template;
                }

                break;
        }
    }

    private void Write(Utf8JsonWriter json, JsonElement value, JsonElement record, Variables variables)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, record, variables);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, record, variables);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String when _templates.TryGetValue(value.GetString()!, out var template):
                json.WriteStringValue(template.RenderText(record, variables));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
