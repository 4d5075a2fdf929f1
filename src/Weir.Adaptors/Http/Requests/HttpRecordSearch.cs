using System.Buffers;
using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Paging;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Finds one record by the keys that it holds.</summary>
/// <param name="plan">How.</param>
/// <param name="resource">What it is, for the names of its keys.</param>
/// <param name="held">Its keys.</param>
/// <param name="mapped">As it is sent.</param>
/// <param name="seen">What the templates of the request see.</param>
/// <param name="variables">What they see beside that.</param>
internal sealed class HttpRecordSearch(
    FindPlan plan,
    string resource,
    IReadOnlyList<HeldKey> held,
    JsonElement mapped,
    JsonElement seen,
    Variables variables) : RecordSearch
{
    public override IReadOnlyList<string> Keys { get; } =
    [
        .. held.Select(h => $"{resource} {h.Key.Field} {(h.Key.IgnoreCase ? h.Value.ToUpperInvariant() : h.Value)}"),
    ];

    public override bool IsUnique => held.Any(h => h.Key.Unique);

    public override PreparedCall Ask(int key) =>
        held[key].Ask.Prepare(seen, [], variables, default, null, staysOnOrigin: true);

    public override FoundReading Read(int key, Answer answer, SentCreate? sent)
    {
        if (answer.Body is not { } body || JsonBody.TryParse(body.Memory) is not { } document)
        {
            return Unexpected(FaultKind.Transient, "The answer to the search is not JSON.", answer);
        }

        try
        {
            var having = Rows(document.RootElement).Where(row => Has(row, held[key])).ToList();
            var fits = having.ToLookup(row => sent is null ? SentFit.Fits : plan.Find.FitOf(row, mapped, sent));
            var meant = fits[SentFit.Fits].ToList();
            if (meant.Count == 1)
            {
                answer.Body = null;
                return new FoundReading(new Page(document, body, []), meant[0], null);
            }

            document.Dispose();
            return new FoundReading(null, default, Trouble(
                held[key].Key, FaultWords.Clean(held[key].Value, 100), having.Count, meant.Count, fits[SentFit.Unlike].Any(), sent));
        }
        catch (Exception e) when (e is UnexpectedAnswerException or EvaluationException or InvalidOperationException)
        {
            document.Dispose();
            return Unexpected(FaultKind.Rejected, e.Message, answer);
        }
    }

    public override PreparedCall Update(JsonElement found, string? idempotencyKey)
    {
        var (without, add) = (plan.Find.Update!.Without, plan.Find.Update.Add);
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            foreach (var member in mapped.EnumerateObject().Where(m => !without.Contains(m.Name, StringComparer.Ordinal)))
            {
                if (add.TryGetValue(member.Name, out var list) && member.Value.ValueKind is JsonValueKind.Array)
                {
                    json.WritePropertyName(member.Name);
                    ListSum.Write(json, member.Name, list, found.Member(member.Name), member.Value);
                }
                else
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return plan.Update!.Prepare(found, body.WrittenSpan, variables, default, idempotencyKey, staysOnOrigin: false);
    }

    public override PreparedCall Update(string id, string? idempotencyKey)
    {
        var body = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString(plan.Find.Id, id);
            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(body.WrittenSpan);
        return Update(JsonElement.ParseValue(ref reader), idempotencyKey);
    }

    public override string? IdOf(JsonElement found) => found.Member(plan.Find.Id).ScalarText();

    public override string? IdOf(Answer answer)
    {
        using var document = answer.Body is { } body ? JsonBody.TryParse(body.Memory) : null;
        return document?.RootElement.Member(plan.Find.Id).ScalarText();
    }

    /// <summary>What the answer holds; one that is not there (null) is none.</summary>
    private IEnumerable<JsonElement> Rows(JsonElement root)
    {
        if (!plan.Records.TryGet(root, out var value))
        {
            throw new UnexpectedAnswerException("The answer to the search does not hold what is looked for.");
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray(),
            JsonValueKind.Object => [value],
            _ => [],
        };
    }

    /// <summary>The application may have given others beside it, or not know the filter.</summary>
    private static bool Has(JsonElement row, HeldKey held) => string.Equals(
        row.Member(held.Key.Field).ScalarText(),
        held.Value,
        held.Key.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Why none of those that have the key is taken; null where there is none.</summary>
    private Fault? Trouble(FindKey key, string value, int having, int meant, bool isUnlike, SentCreate? sent) => (sent, meant) switch
    {
        (null, > 1) => Refused(
            ErrorCodes.Conflict, key,
            $"{meant} of the {resource} have the {key.Field} '{value}', so which one is meant is not known; none was changed."),
        (not null, > 1) => Refused(
            ErrorCodes.OutcomeUnknown, key,
            $"{meant} of the {resource} with the {key.Field} '{value}' could be what was sent, so whether it arrived is not known."),
        (not null, 0) when having > 0 && key.Unique => Refused(
            ErrorCodes.Conflict, key,
            $"There can be only one of the {resource} with the {key.Field} '{value}', and the one that is there is older than what was sent, or unlike it."),
        (not null, 0) when isUnlike => Refused(
            ErrorCodes.OutcomeUnknown, key,
            $"One of the {resource} has the {key.Field} '{value}' and came since, but is unlike what was sent: look whether it is the same."),
        _ => null,
    };

    private static Fault Refused(string code, FindKey key, string message) =>
        new() { Kind = FaultKind.Rejected, Code = code, Message = message, Field = key.Field };

    private static FoundReading Unexpected(FaultKind kind, string message, Answer answer) => new(null, default, new Fault
    {
        Kind = kind,
        Code = ErrorCodes.UnexpectedAnswer,
        Message = message,
        HttpStatus = answer.Status,
    });
}
