using System.Buffers;
using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>
/// The mapped record with fields that the operation always has, and with others where the mapping gives none: what keeps a
/// note a note, and history from being sent to a customer.
/// </summary>
internal sealed class FilledBody : BodyPlan
{
    private readonly Dictionary<string, DocumentBody> _always;
    private readonly Dictionary<string, DocumentBody> _defaults;

    public FilledBody(
        IReadOnlyDictionary<string, JsonElement> always, IReadOnlyDictionary<string, JsonElement> defaults, Problems problems)
    {
        _always = Compiled(always);
        _defaults = Compiled(defaults);

        Dictionary<string, DocumentBody> Compiled(IReadOnlyDictionary<string, JsonElement> fields) => fields.ToDictionary(
            f => f.Key, f => new DocumentBody(f.Value, f.Key, problems), StringComparer.Ordinal);
    }

    public override void Write(JsonElement record, ReadOnlySpan<byte> mapped, Variables variables, IBufferWriter<byte> into)
    {
        var reader = new Utf8JsonReader(mapped);
        var body = JsonElement.ParseValue(ref reader);
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new EvaluationException(ErrorCodes.Mapping, "What is sent must be an object.");
        }

        using var json = new Utf8JsonWriter(into);
        json.WriteStartObject();
        foreach (var member in body.EnumerateObject())
        {
            if (!_always.ContainsKey(member.Name) && !(member.Value.IsAbsent() && _defaults.ContainsKey(member.Name)))
            {
                member.WriteTo(json);
            }
        }

        foreach (var (name, value) in _defaults.Where(d => body.Member(d.Key).IsAbsent()).Concat(_always))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(Rendered(value, record, variables));
        }

        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Rendered(DocumentBody value, JsonElement record, Variables variables)
    {
        var memory = new ArrayBufferWriter<byte>(64);
        value.Write(record, [], variables, memory);
        return memory.WrittenSpan;
    }
}
