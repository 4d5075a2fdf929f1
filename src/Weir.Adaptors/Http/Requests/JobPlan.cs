using System.Text.Json;
using Weir.Expressions.Paths;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>How an operation leaves in jobs, compiled once.</summary>
internal sealed class JobPlan
{
    private readonly JsonPath _status;
    private readonly JsonPath? _message;
    private readonly JsonPath _key;

    /// <param name="operation">One with <see cref="OperationDefinition.Job"/>.</param>
    /// <param name="bodyBytesMax">Of the request that begins a job.</param>
    public JobPlan(OperationDefinition operation, int bodyBytesMax)
    {
        Use = operation.Job!;
        TakesChange = Use.Leaves == JobResult.Changed || operation.Body is null;
        var how = Use.How;
        Start = new RequestPlan
        {
            Method = HttpMethod.Post,
            Path = Template.Parse(how.Post, Place.Path),
            Body = new TemplateBody(Template.Parse(how.Body, Place.Json)),
            BodyBytesMax = bodyBytesMax,
        };
        Ask = Start with { Method = HttpMethod.Get, Path = Template.Parse(how.Get, Place.Path), Body = null };
        Cancel = how.Cancel is null ? null : Ask with
        {
            Method = HttpMethod.Delete,
            Path = Template.Parse(how.Cancel, Place.Path),
            Already = [404],
        };
        Check = Ask with
        {
            Path = Template.Parse(how.Check.Get, Place.Path),
            Query =
            [
                .. how.Check.Query.Select(q => QueryPart.Parse(q.Key, q.Value)),
                QueryPart.Parse(how.Check.Ids, "") with { Repeats = HttpRecordJob.Ids },
            ],
        };
        Rows = new RecordsPath(how.Check.Records is { } rows ? JsonPath.Parse(rows) : null);
        _status = JsonPath.Parse(how.Status);
        _message = how.Message is { } message ? JsonPath.Parse(message) : null;
        _key = JsonPath.Parse(operation.RecordKey!);
    }

    public OperationJob Use { get; }

    public JobDefinition How => Use.How;

    /// <summary>False where the body of the operation says nothing beside its parameters.</summary>
    public bool TakesChange { get; }

    public RequestPlan Start { get; }

    public RequestPlan Ask { get; }

    public RequestPlan? Cancel { get; }

    public RequestPlan Check { get; }

    public RecordsPath Rows { get; }

    /// <summary>Null where the answer does not say.</summary>
    public string? StatusOf(JsonElement answer) => _status.TryGet(answer, out var word) ? word.ScalarText() : null;

    public string? MessageOf(JsonElement answer) =>
        _message?.TryGet(answer, out var message) == true ? message.ScalarText() : null;

    public string? KeyOf(JsonElement row) => _key.TryGet(row, out var key) ? key.ScalarText() : null;
}
