using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>One HTTP request for several records: a JSON list of them, alone or inside an object.</summary>
/// <param name="plan">The request; its path, query and headers are the same for all records.</param>
/// <param name="single">The same request for one record.</param>
/// <param name="results">How answers speak of single records; null where they do not.</param>
internal sealed class HttpBatchCall(
    RequestPlan plan, HttpRecordCall single, BatchResults? results) : IBatchCall
{
    public RepeatRule Repeat => single.Repeat;

    public bool NamesItems => results is not null;

    public PreparedCall Prepare(
        JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey) =>
        single.Prepare(record, body, variables, idempotencyKey);

    public PreparedCall PrepareBatch(ReadOnlySpan<byte> records, Variables variables, string? idempotencyKey)
    {
        // Only a body that is spelled out looks into the records; the usual one is copied as it is.
        JsonElement? seen = null;
        if (plan.Body is not (MappedBody or NestedBody))
        {
            var reader = new Utf8JsonReader(records);
            seen = JsonElement.ParseValue(ref reader);
        }

        return plan.Prepare(
            JsonDocuments.Empty, records, variables, default, idempotencyKey, staysOnOrigin: false, seen, results);
    }

    public CallReading Read(Answer answer) => single.Read(answer);
}

/// <summary>The mapped records as a list somewhere inside an object.</summary>
internal sealed class NestedBody(IReadOnlyList<string> names) : BodyPlan
{
    public override void Write(
        JsonElement record, ReadOnlySpan<byte> mapped, Variables variables, System.Buffers.IBufferWriter<byte> into)
    {
        using var json = new Utf8JsonWriter(into);
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WritePropertyName(name);
        }

        json.WriteRawValue(mapped, skipInputValidation: true);
        for (var i = 0; i < names.Count; i++)
        {
            json.WriteEndObject();
        }
    }
}
