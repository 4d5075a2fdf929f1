using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Documents;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>An import whose records leave as one job where several get the same change.</summary>
/// <param name="single">The request for one record.</param>
/// <param name="parameters">Those of the operation.</param>
/// <param name="plan">How jobs are made.</param>
internal sealed class HttpJobCall(HttpRecordCall single, ParameterPlan parameters, JobPlan plan) : IJobCall
{
    public RepeatRule Repeat => single.Repeat;

    public int JobMin => plan.How.Min;

    public int JobMax => plan.How.Max;

    public PreparedCall Prepare(JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey) =>
        single.Prepare(record, body, variables, idempotencyKey);

    public CallReading Read(Answer answer) => single.Read(answer);

    public JobPart? PartOf(JsonElement record, ReadOnlySpan<byte> body, Variables variables)
    {
        using var alone = (HttpCall)single.Prepare(record, body, variables, null);
        using var change = alone.Body is { } sent && plan.TakesChange ? JsonDocument.Parse(sent.Memory) : null;
        var given = parameters.Of(record, variables);
        if (given.Member(plan.Use.For).ScalarText() is not { Length: > 0 } id)
        {
            return null;
        }

        if (!(plan.Use.Leaves == JobResult.Changed ? Shows(change?.RootElement ?? default) : change is null))
        {
            return new HttpJobPart(id, null, default);
        }

        var seen = DocumentWriter.Element(json =>
        {
            json.WriteStartObject();
            foreach (var parameter in given.EnumerateObject().Where(p => p.Name != plan.Use.For))
            {
                parameter.WriteTo(json);
            }

            if (change is not null)
            {
                json.WritePropertyName(HttpRecordJob.Change);
                change.RootElement.WriteTo(json);
            }

            json.WriteEndObject();
        });
        return new HttpJobPart(id, seen.GetRawText(), seen);
    }

    public RecordJob JobOf(IReadOnlyList<JobPart> parts, Variables variables) =>
        new HttpRecordJob(plan, [.. parts.Cast<HttpJobPart>()], variables);

    /// <summary>A row shows all that the change does.</summary>
    private bool Shows(JsonElement change) =>
        change.ValueKind == JsonValueKind.Object && change.EnumerateObject().Any()
        && change.EnumerateObject().All(f => plan.Use.Fields.Contains(f.Name, StringComparer.Ordinal));
}

/// <summary>A record's part in a job.</summary>
/// <param name="Id">Which record it is.</param>
/// <param name="Change">What is done to it; null where it leaves by itself.</param>
/// <param name="Seen">What the job's body is made of: the change, and the parameters but the id.</param>
internal sealed record HttpJobPart(string Id, string? Change, JsonElement Seen) : JobPart(Id, Change);
