using Weir.Engine.Audit;
using Weir.Engine.Errors;
using Weir.Engine.Flows;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/errors</c> and <c>/v1/flows/{id}/errors</c></summary>
internal static class ErrorsApi
{
    private static readonly (string Name, string Says)[] Filters =
    [
        ("status", "open or resolved; both when left out."),
        ("step", "The id of the source or step."),
        ("code", "The error's code."),
        ("cause", "Errors that came of the same: the cause of …/errors/causes."),
        ("run", "The run in which it failed last."),
        ("traceKey", "What identifies the record."),
        ("assignee", "Who looks after it."),
        ("tag", "Errors that have this very tag."),
        ("since", "Occurred then or later; a time or a date."),
        ("until", "Occurred before."),
        ("q", "Searched in message and trace key, without regard to case."),
    ];

    private const string RecordSays =
        """
        Replaces the record that will be retried. Secrets of the flow's connections are masked in records that are shown: a
        value with *** that still stands where it was shown, in a list of the same length, is the stored one again; *** in a
        text that was changed or moved is refused.
        """;

    private const string TableSays =
        "A cell that begins with =, +, -, @, a tab or a carriage return has an apostrophe before it: no spreadsheet takes it for a formula.";

    private const string ResolveSays =
        """
        Resolves open errors that occurred until now, in batches. The run that is answered shows how many so far, as records
        that were read and ignored at their steps; it goes on after a restart, and a small one has ended when this answers.
        """;

    public static void Map(IEndpointRouteBuilder v1)
    {
        var ofFlow = v1.MapGroup("/flows/{id}").WithTags("Errors");
        Filtered(ofFlow.MapGet("/errors", ListOfFlowAsync).WithName("listFlowErrors").Needs(Role.Monitor).ProducesSlice<ErrorView>());
        Filtered(ofFlow.MapGet("/errors.csv", TableOfFlowAsync).WithName("tableFlowErrors").WithDescription(TableSays).Needs(Role.Monitor))
            .Produces<string>(200, ErrorTable.MediaType);
        Filtered(ofFlow.MapGet("/errors/causes", CausesOfFlowAsync).WithName("listFlowErrorCauses").Needs(Role.Monitor).Produces<ErrorCausesView>());
        ofFlow.MapPost("/errors/retry", RetryAsync).WithName("retryErrors").Needs(Role.Manager).Produces<RunView>(202)
            .TakesBody<ErrorSelectionBody>();
        ofFlow.MapPost("/errors/resolve", ResolveAsync).WithName("resolveErrors").WithDescription(ResolveSays).Needs(Role.Manager).Produces<RunView>(202)
            .TakesBody<ErrorSelectionBody>();
        var errors = v1.MapGroup("").WithTags("Errors");
        Filtered(errors.MapGet("/errors", ListAsync).WithName("listErrors").Needs(Role.Monitor).ProducesSlice<ErrorView>());
        Filtered(errors.MapGet("/errors.csv", TableAsync).WithName("tableErrors").WithDescription(TableSays).Needs(Role.Monitor)).Produces<string>(200, ErrorTable.MediaType);
        Filtered(errors.MapGet("/errors/causes", CausesAsync).WithName("listErrorCauses").Needs(Role.Monitor).Produces<ErrorCausesView>());
        errors.MapGet("/errors/{id}", ReadAsync).WithName("readError").Needs(Role.Monitor).Produces<ErrorView>();
        errors.MapPatch("/errors/{id}", ChangeAsync).WithName("changeError").Needs(Role.Manager).Produces<ErrorView>()
            .Takes<ErrorView>([.. ErrorView.ReadOnlyFields, "record"]);
        errors.MapPut("/errors/{id}/record", ChangeRecordAsync).WithName("changeErrorRecord").WithDescription(RecordSays).Needs(Role.Manager).Produces<ErrorView>()
            .TakesBody<ErrorRecordBody>("record").TakesIfMatch();
    }

    private static RouteHandlerBuilder Filtered(RouteHandlerBuilder endpoint)
    {
        foreach (var (name, says) in Filters)
        {
            endpoint.TakesQuery(name, says);
        }

        return endpoint;
    }

    private static Task<JsonAnswer> ListOfFlowAsync(HttpContext http, string id, ErrorService service) =>
        SliceAsync(http, new FlowId(id), service);

    private static Task<JsonAnswer> ListAsync(HttpContext http, ErrorService service) => SliceAsync(http, null, service);

    private static async Task<JsonAnswer> SliceAsync(HttpContext http, FlowId? flow, ErrorService service) => JsonAnswer.List(
        await service.ListAsync(Query(http, flow), http.Limit(), http.Query("cursor"), http.RequestAborted),
        ErrorJson.Default.ErrorView);

    private static Task<JsonAnswer> CausesOfFlowAsync(HttpContext http, string id, ErrorService service) =>
        CausesOfAsync(http, new FlowId(id), service);

    private static Task<JsonAnswer> CausesAsync(HttpContext http, ErrorService service) => CausesOfAsync(http, null, service);

    private static async Task<JsonAnswer> CausesOfAsync(HttpContext http, FlowId? flow, ErrorService service) => JsonAnswer.Ok(
        new ErrorCausesView(await service.CausesAsync(Query(http, flow), http.RequestAborted)), ErrorJson.Default.ErrorCausesView);

    private static async Task TableOfFlowAsync(HttpContext http, string id, FlowService flows, ErrorService service)
    {
        await flows.ReadAsync(new FlowId(id), http.RequestAborted);
        await WriteTableAsync(http, new FlowId(id), service);
    }

    private static Task TableAsync(HttpContext http, ErrorService service) => WriteTableAsync(http, null, service);

    private static Task WriteTableAsync(HttpContext http, FlowId? flow, ErrorService service) =>
        ErrorTable.WriteAsync(http, service.AllAsync(Query(http, flow), http.RequestAborted));

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, ErrorService service) =>
        Ok(await service.ReadAsync(new ErrorId(id), http.RequestAborted));

    private static async Task<JsonAnswer> ChangeAsync(HttpContext http, string id, ErrorService service, AuditTrail audit)
    {
        var patch = await http.BodyAsync();
        var changed = await service.ChangeAsync(new ErrorId(id), patch, http.IfMatchTag(), http.RequestAborted);
        await NoteAsync(http, audit, AuditActions.ErrorsChanged, changed.View);
        return Ok(changed);
    }

    private static async Task<JsonAnswer> ChangeRecordAsync(HttpContext http, string id, ErrorService service, AuditTrail audit)
    {
        var body = await http.BodyAsync();
        var changed = await service.ChangeRecordAsync(new ErrorId(id), body, http.IfMatchTag(), http.RequestAborted);
        await NoteAsync(http, audit, AuditActions.ErrorsEdited, changed.View);
        return Ok(changed);
    }

    private static async Task<JsonAnswer> RetryAsync(HttpContext http, string id, RunService service, AuditTrail audit)
    {
        var query = ErrorSelection.Read(await http.BodyAsync());
        var run = await service.RetryAsync(new FlowId(id), query, CancellationToken.None);
        await audit.NoteAsync(http.Actor(), AuditActions.ErrorsRetried, ResourceKind.Flow, id, [("run", run.Id.Value), .. Told(query)]);
        return RunsApi.Accepted(run);
    }

    private static async Task<JsonAnswer> ResolveAsync(
        HttpContext http, string id, RunService service, AuditTrail audit)
    {
        var query = ErrorSelection.Read(await http.BodyAsync());
        var run = await service.ResolveAsync(new FlowId(id), query, CancellationToken.None);
        await audit.NoteAsync(http.Actor(), AuditActions.ErrorsResolved, ResourceKind.Flow, id, [("run", run.Id.Value), .. Told(query)]);
        return RunsApi.Accepted(run);
    }

    private static Task NoteAsync(HttpContext http, AuditTrail audit, string action, ErrorView error) => audit.NoteAsync(
        http.Actor(), action, new AuditTarget("error", error.Id, null), ("run", error.Run), ("step", error.Step));

    /// <summary>Which errors were meant, without what may be data of records: trace keys and searched words.</summary>
    private static IEnumerable<(string Name, string Value)> Told(ErrorQuery query)
    {
        if (query.Ids is { } ids)
        {
            yield return ("ids", string.Join(", ", ids));
        }

        if (query.Step is { } step)
        {
            yield return ("step", step);
        }

        if (query.Code is { } code)
        {
            yield return ("code", code);
        }
    }

    private static ErrorQuery Query(HttpContext http, FlowId? flow) =>
        ErrorSelection.Read(http.Query) with { Flow = flow };

    private static JsonAnswer Ok(TaggedError error) => JsonAnswer.Tagged(error.View, ErrorJson.Default.ErrorView, error.Tag);
}
