using System.Buffers;
using System.Globalization;
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

    public override FoundReading Read(int key, Answer answer, bool wasSent)
    {
        if (answer.Body is not { } body || JsonBody.TryParse(body.Memory) is not { } document)
        {
            return Unexpected(FaultKind.Transient, "The answer to the search is not JSON.", answer);
        }

        try
        {
            var all = Rows(document.RootElement).Where(row => Has(row, held[key]) && (!wasSent || Agrees(row))).ToList();
            if (all.Count == 1 || (all.Count > 1 && wasSent))
            {
                answer.Body = null;
                return new FoundReading(new Page(document, body, []), all[0], null);
            }

            document.Dispose();
            return all.Count == 0 ? default : new FoundReading(null, default, new Fault
            {
                Kind = FaultKind.Rejected,
                Code = ErrorCodes.Conflict,
                Message = $"{all.Count} of the {resource} have the {held[key].Key.Field} '{FaultWords.Clean(held[key].Value, 100)}', "
                    + "so which one is meant is not known; none was changed.",
                Field = held[key].Key.Field,
            });
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
                    ListSum.Write(json, list, found.Member(member.Name), member.Value);
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

    private bool Agrees(JsonElement row) => plan.Find.Same.All(field =>
        mapped.Member(field).ScalarText() is not { } sent || row.Member(field).ScalarText() is not { } there || IsSame(sent, there));

    private static bool IsSame(string sent, string there) =>
        sent == there || (Time(sent) is { } time && time == Time(there));

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static FoundReading Unexpected(FaultKind kind, string message, Answer answer) => new(null, default, new Fault
    {
        Kind = kind,
        Code = ErrorCodes.UnexpectedAnswer,
        Message = message,
        HttpStatus = answer.Status,
    });
}
