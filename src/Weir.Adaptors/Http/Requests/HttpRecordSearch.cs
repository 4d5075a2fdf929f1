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
/// <param name="place">Where it is looked for: the same key in another ticket is another message.</param>
/// <param name="held">Its keys.</param>
/// <param name="mapped">As it is sent.</param>
/// <param name="seen">What the templates of the request see.</param>
/// <param name="variables">What they see beside that.</param>
internal sealed class HttpRecordSearch(
    FindPlan plan,
    string resource,
    string place,
    IReadOnlyList<HeldKey> held,
    JsonElement mapped,
    JsonElement seen,
    Variables variables) : RecordSearch
{
    public override IReadOnlyList<string> Keys { get; } = [.. held.Select(h => KeyOf(resource, place, h.Key, h.Value))];

    public override IReadOnlyList<int> First { get; } =
        [.. held.Index().Where(h => !h.Item.Key.Unique).Select(h => h.Index)];

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
            if (!plan.Records.TryGet(document.RootElement, out var value))
            {
                throw new UnexpectedAnswerException("The answer to the search does not hold what is looked for.");
            }

            var rows = Rows(value).ToList();
            var having = rows.FindAll(row => Has(row, held[key]));
            var fits = having.ToLookup(row => sent is null ? SentFit.Fits : plan.Find.FitOf(row, mapped, sent));
            var meant = fits[SentFit.Fits].ToList();
            if (meant.Count == 1)
            {
                answer.Body = null;
                return new FoundReading(new Page(document, body, []), meant[0], null);
            }

            var shown = FaultWords.Clean(held[key].Value, 100);
            var trouble = Trouble(held[key].Key, shown, having.Count, meant.Count, fits[SentFit.Unlike].Any(), sent);
            if (trouble is null && rows.Count > 0 && !held[key].Key.Unique && plan.IsPart(document.RootElement))
            {
                throw new UnexpectedAnswerException(
                    $"The search gave only the first {rows.Count} of the {resource}, so whether one has the {held[key].Key.Field} '{shown}' is not known.");
            }

            document.Dispose();
            return new FoundReading(null, default, trouble);
        }
        catch (Exception e) when (e is UnexpectedAnswerException or EvaluationException or InvalidOperationException)
        {
            document.Dispose();
            return Unexpected(FaultKind.Rejected, e.Message, answer);
        }
    }

    public override IReadOnlyList<string>? KeysIn(int key, Answer answer)
    {
        using var document = answer.Body is { } body ? JsonBody.TryParse(body.Memory) : null;
        if (document is null || !plan.Records.TryGet(document.RootElement, out var value) || plan.IsPart(document.RootElement))
        {
            return null;
        }

        var by = held[key].Key;
        return [.. Rows(value).Select(r => r.Member(by.Field).ScalarText()).OfType<string>().Select(v => KeyOf(resource, place, by, v))];
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

    private static string KeyOf(string resource, string place, FindKey key, string value) =>
        $"{resource} {place} {key.Field} {(key.IgnoreCase ? value.ToUpperInvariant() : value)}";

    /// <summary>What was found; one that is not there (null) is none.</summary>
    private static IEnumerable<JsonElement> Rows(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.Array => found.EnumerateArray(),
        JsonValueKind.Object => [found],
        _ => [],
    };

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
            $"{meant} of the {resource} have the {key.Field} '{value}', so which one is meant is not known; nothing was written."),
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
