using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Paging;
using Weir.Engine.Calls;
using Weir.Engine.Documents;
using Weir.Expressions;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>
/// A lookup that asks for one value of a query parameter which takes several: requests that differ in that value only are
/// asked together, and each is answered with the records that have its value.
/// </summary>
/// <param name="single">The request for one record.</param>
/// <param name="records">Where the records stand in the answer.</param>
/// <param name="key">Where the value stands in a record.</param>
/// <param name="name">The parameter's name in the query, encoded.</param>
/// <param name="max">Values in one request.</param>
internal sealed class HttpGroupCall(HttpRecordCall single, RecordsPath records, JsonPath key, string name, int max) : IGroupCall
{
    private readonly string _prefix = name + "=";

    public RepeatRule Repeat => single.Repeat;

    public int GroupMax => max;

    public PreparedCall Prepare(
        JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey) =>
        single.Prepare(record, body, variables, idempotencyKey);

    public CallReading Read(Answer answer) => single.Read(answer);

    public string? GroupOf(PreparedCall call)
    {
        var (values, rest) = Split((HttpCall)call);
        return values is [{ Length: > 0 }] ? $"{((HttpCall)call).Path}?{rest}" : null;
    }

    public PreparedCall Together(IReadOnlyList<PreparedCall> calls)
    {
        var first = (HttpCall)calls[0];
        var rest = Split(first).Others;
        var values = string.Join('&', calls.Select(c => _prefix + ValueOf(c)));
        return new HttpCall
        {
            Method = first.Method,
            Path = first.Path,
            Query = rest.Length == 0 ? values : $"{rest}&{values}",
            Rules = first.Rules,
        };
    }

    public GroupReading ReadTogether(IReadOnlyList<PreparedCall> calls, Answer answer)
    {
        using var document = answer.Body is { } body ? JsonBody.TryParse(body.Memory) : null;
        if (document is null)
        {
            return Unexpected(FaultKind.Transient, "The answer is not JSON.", answer);
        }

        try
        {
            var byValue = records.Of(document.RootElement).ToLookup(KeyOf, StringComparer.Ordinal);
            return new GroupReading([.. calls.Select(c => ListOf(byValue[Uri.UnescapeDataString(ValueOf(c))]))], null);
        }
        catch (Exception e) when (e is UnexpectedAnswerException or EvaluationException or InvalidOperationException)
        {
            return Unexpected(FaultKind.Rejected, "The answer does not hold what is looked up.", answer);
        }
    }

    private static JsonElement ListOf(IEnumerable<JsonElement> rows) => DocumentWriter.Element(writer =>
    {
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            row.WriteTo(writer);
        }

        writer.WriteEndArray();
    });

    private static GroupReading Unexpected(FaultKind kind, string message, Answer answer) => new([], new Fault
    {
        Kind = kind,
        Code = ErrorCodes.UnexpectedAnswer,
        Message = message,
        HttpStatus = answer.Status,
    });

    private string KeyOf(JsonElement row) => key.TryGet(row, out var value) ? value.ScalarText() ?? "" : "";

    private string ValueOf(PreparedCall call) => Split((HttpCall)call).Values[0];

    private (IReadOnlyList<string> Values, string Others) Split(HttpCall call)
    {
        List<string> values = [];
        List<string> rest = [];
        foreach (var part in call.Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith(_prefix, StringComparison.Ordinal))
            {
                values.Add(part[_prefix.Length..]);
            }
            else
            {
                rest.Add(part);
            }
        }

        return (values, string.Join('&', rest));
    }
}
