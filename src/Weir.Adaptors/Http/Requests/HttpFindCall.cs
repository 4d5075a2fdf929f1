using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>An import that finds what it writes.</summary>
internal sealed class HttpFindCall(HttpRecordCall single, FindPlan plan) : IFindCall
{
    public RepeatRule Repeat => single.Repeat;

    public bool Updates => plan.Update is not null;

    public bool LooksFirst => plan.Find.First;

    public bool Creates => plan.Creates;

    public PreparedCall Prepare(JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey) =>
        single.Prepare(record, body, variables, idempotencyKey);

    public CallReading Read(Answer answer) => single.Read(answer);

    public RecordSearch? Search(JsonElement record, ReadOnlySpan<byte> body, Variables variables) =>
        plan.Search(record, body, variables);
}
