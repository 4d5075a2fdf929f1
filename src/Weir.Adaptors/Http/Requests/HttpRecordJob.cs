using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Paging;
using Weir.Engine.Calls;
using Weir.Engine.Documents;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>One job for several records, by HTTP requests.</summary>
/// <param name="plan">How.</param>
/// <param name="parts">Its records; their change is the same.</param>
/// <param name="variables">What templates see beside that.</param>
internal sealed class HttpRecordJob(JobPlan plan, IReadOnlyList<HttpJobPart> parts, Variables variables) : RecordJob
{
    /// <summary>The name under which the body's template sees the ids.</summary>
    public const string Ids = "ids";

    /// <summary>The name under which it sees the body with which one record would be sent alone.</summary>
    public const string Change = "change";

    private readonly JsonElement _ids = DocumentWriter.Element(json => WriteIds(json, parts));
    private JsonElement _begun;
    private bool _isDone;

    public override string Name => $"job {FaultWords.Clean(_begun.Member("id").ScalarText() ?? "", 100)}".TrimEnd();

    public override bool CanCancel => plan.Cancel is not null;

    public override PreparedCall Start(string idempotencyKey)
    {
        var seen = DocumentWriter.Element(json =>
        {
            json.WriteStartObject();
            foreach (var member in parts[0].Seen.EnumerateObject())
            {
                member.WriteTo(json);
            }

            json.WritePropertyName(Ids);
            _ids.GetProperty(Ids).WriteTo(json);
            json.WriteEndObject();
        });
        return plan.Start.Prepare(seen, [], variables, default, idempotencyKey, staysOnOrigin: false);
    }

    public override Fault? Started(Answer answer)
    {
        using var document = answer.Body is { } body ? JsonBody.TryParse(body.Memory) : null;
        if (document?.RootElement.ValueKind is not JsonValueKind.Object)
        {
            return Unexpected("The answer names no job.", answer);
        }

        _begun = document.RootElement.Clone();
        try
        {
            using var ask = Ask();
            return null;
        }
        catch (EvaluationException)
        {
            return Unexpected("The answer does not say which job it is.", answer);
        }
    }

    public override PreparedCall Ask() => plan.Ask.Prepare(_begun, [], variables, default, null, staysOnOrigin: true);

    public override JobStanding Read(Answer answer)
    {
        using var document = answer.Body is { } body ? JsonBody.TryParse(body.Memory) : null;
        if (document is null || plan.StatusOf(document.RootElement) is not { } word)
        {
            return new JobStanding(JobState.Running, "", null, default);
        }

        var state = plan.How.Done.Contains(word, StringComparer.Ordinal) ? JobState.Done
            : plan.How.Failed.Contains(word, StringComparer.Ordinal) ? JobState.Failed
            : JobState.Running;
        _isDone = state == JobState.Done;
        var message = state == JobState.Failed ? plan.MessageOf(document.RootElement) : null;
        return new JobStanding(
            state,
            FaultWords.Clean(word, 100),
            message is null ? null : FaultWords.Clean(message),
            state == JobState.Running ? default : document.RootElement.Clone());
    }

    public override PreparedCall Cancel() => plan.Cancel!.Prepare(_begun, [], variables, default, null, staysOnOrigin: false);

    public override PreparedCall Check() => plan.Check.Prepare(_ids, [], variables, default, null, staysOnOrigin: true);

    public override JobFindings Find(Answer answer)
    {
        using var document = answer.Body is { } body ? JsonBody.TryParse(body.Memory) : null;
        try
        {
            var rows = document is null ? throw new UnexpectedAnswerException("The answer is not JSON.")
                : plan.Rows.Of(document.RootElement).ToLookup(row => plan.KeyOf(row) ?? "", StringComparer.Ordinal);
            if (plan.Use.Leaves != JobResult.Changed && rows.Select(r => r.Key).Except(parts.Select(p => p.Id), StringComparer.Ordinal).Any())
            {
                throw new UnexpectedAnswerException("The list shows others than those asked for, so it does not say who is not there.");
            }

            return new JobFindings([.. parts.Select(part => IsAsMeant(part, rows[part.Id].FirstOrDefault()))], null);
        }
        catch (Exception e) when (e is UnexpectedAnswerException or EvaluationException or InvalidOperationException)
        {
            return new JobFindings([], Unexpected(e.Message, answer));
        }
    }

    private bool IsAsMeant(HttpJobPart part, JsonElement row) => plan.Use.Leaves switch
    {
        // That a row is not there says little where nothing was done.
        JobResult.Gone => _isDone && row.ValueKind is JsonValueKind.Undefined,
        JobResult.Present => row.ValueKind is JsonValueKind.Object,
        _ => row.ValueKind is JsonValueKind.Object && part.Seen.Member(Change).EnumerateObject()
            .All(field => row.TryGetProperty(field.Name, out var there) && SentMatch.Shows(there, field.Value)),
    };

    /// <summary>Each once; a whole number as one, since that is what it is where it came from.</summary>
    private static void WriteIds(Utf8JsonWriter json, IReadOnlyList<HttpJobPart> parts)
    {
        json.WriteStartObject();
        json.WriteStartArray(Ids);
        foreach (var id in parts.Select(p => p.Id).Distinct(StringComparer.Ordinal))
        {
            if (long.TryParse(id, out var number) && number.ToString() == id)
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteStringValue(id);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Fault Unexpected(string message, Answer answer) => new()
    {
        Kind = FaultKind.Rejected,
        Code = ErrorCodes.UnexpectedAnswer,
        Message = message,
        HttpStatus = answer.Status,
    };
}
