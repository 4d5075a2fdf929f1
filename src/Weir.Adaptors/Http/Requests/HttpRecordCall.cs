using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>One HTTP request a record.</summary>
/// <param name="plan">The request.</param>
/// <param name="value">Where the value stands in the answer.</param>
/// <param name="repeat">The operation's rule.</param>
/// <param name="isLookup">
/// A lookup exists for its value: an answer without it is a fault. What an import is answered is only kept.
/// </param>
internal sealed class HttpRecordCall(RequestPlan plan, RecordsPath value, RepeatRule repeat, bool isLookup) : IRecordCall
{
    public RepeatRule Repeat => repeat;

    public PreparedCall Prepare(JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey)
    {
        // Only a body that is spelled out looks into the mapped record; the usual one is copied as it is.
        if (plan.Body is null or MappedBody || body.IsEmpty)
        {
            return plan.Prepare(record, body, variables, default, idempotencyKey, staysOnOrigin: false);
        }

        var reader = new Utf8JsonReader(body);
        return plan.Prepare(
            record, body, variables, default, idempotencyKey, staysOnOrigin: false, JsonElement.ParseValue(ref reader));
    }

    public CallReading Read(Answer answer)
    {
        if (answer.Body is not { } body)
        {
            return default;
        }

        if (JsonBody.TryParse(body.Memory) is not { } document)
        {
            return isLookup ? Unexpected(FaultKind.Transient, "The answer is not JSON.", answer) : default;
        }

        try
        {
            if (value.TryGet(document.RootElement, out var found))
            {
                answer.Body = null;
                return new CallReading(new Page(document, body, []), found, null);
            }
        }
        catch (Exception e) when (e is EvaluationException or InvalidOperationException)
        {
            // As if it were not there.
        }

        document.Dispose();
        return isLookup ? Unexpected(FaultKind.Rejected, "The answer does not hold what is looked up.", answer) : default;
    }

    private static CallReading Unexpected(FaultKind kind, string message, Answer answer) => new(null, default, new Fault
    {
        Kind = kind,
        Code = ErrorCodes.UnexpectedAnswer,
        Message = message,
        HttpStatus = answer.Status,
    });
}
