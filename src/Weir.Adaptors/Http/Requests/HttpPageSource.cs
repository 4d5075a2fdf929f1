using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Paging;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Reads a list over HTTP, page by page.</summary>
internal sealed class HttpPageSource(RequestPlan plan, RecordsPath records, OperationDefinition? operation) : IPageSource
{
    private readonly Pager _pager = plan.Paging!.Pager;

    public string First => "";

    public bool HasCursors => _pager.HasCursors;

    public OrderDefinition? Order => operation?.Order;

    public string? RecordKey => operation?.RecordKey;

    public PreparedCall Prepare(string state, Variables variables) => Prepare(state, JsonDocuments.Empty, variables);

    /// <param name="state">Of the page.</param>
    /// <param name="record">What the parameters' templates see.</param>
    /// <param name="variables">What templates see beside it.</param>
    public PreparedCall Prepare(string state, JsonElement record, Variables variables) =>
        plan.Prepare(record, [], variables, _pager.Ask(state), null, staysOnOrigin: true);

    public PageReading Read(string state, Answer answer)
    {
        if (answer.Body is not { } body)
        {
            return Unexpected(FaultKind.Transient, "The answer is empty, but should hold records.", answer);
        }

        if (JsonBody.TryParse(body.Memory) is not { } document)
        {
            return Unexpected(FaultKind.Transient, "The answer is not JSON.", answer);
        }

        try
        {
            var found = records.Of(document.RootElement);
            var next = _pager.Next(state, answer, document.RootElement, found.Count);
            answer.Body = null;
            return new PageReading(new Page(document, body, found), next, null);
        }
        catch (Exception e) when (e is UnexpectedAnswerException or EvaluationException or InvalidOperationException)
        {
            document.Dispose();
            return Unexpected(FaultKind.Defect, e.Message, answer);
        }
    }

    private static PageReading Unexpected(FaultKind kind, string message, Answer answer) => new(null, null, new Fault
    {
        Kind = kind,
        Code = ErrorCodes.UnexpectedAnswer,
        Message = message,
        HttpStatus = answer.Status,
    });
}
