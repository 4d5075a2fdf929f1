using Weir.Engine.Audit;
using Weir.Engine.Flows;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/runs</c> and <c>/v1/flows/{id}/runs</c></summary>
internal static class RunsApi
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        var ofFlow = v1.MapGroup("/flows/{id}/runs").WithTags("Runs");
        ofFlow.MapGet("", ListOfFlowAsync).WithName("listFlowRuns").Needs(Role.Monitor).ProducesSlice<RunView>();
        ofFlow.MapPost("", StartAsync).WithName("startRun").Needs(Role.Manager).Produces<RunView>(202)
            .MayTakeBody<StartBody>()
            .TakesQuery("queue", "true: while another run of the flow is active this one waits for its end; at most 100 wait.");
        var runs = v1.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", ListAsync).WithName("listRuns").Needs(Role.Monitor).ProducesSlice<RunView>();
        runs.MapGet("/{id}", ReadAsync).WithName("readRun").Needs(Role.Monitor).Produces<RunView>();
        runs.MapPost("/{id}/cancel", CancelAsync).WithName("cancelRun").Needs(Role.Manager).Produces<RunView>();
        var log = runs.MapGet("/{id}/log", LogAsync).WithName("listRunLog").Needs(Role.Monitor).ProducesSlice<RunLogView>();
        foreach (var (name, says) in RunLogSelection.Filters)
        {
            log.TakesQuery(name, says);
        }

        runs.MapGet("/{id}/events", EventsAsync).WithName("streamRun").Needs(Role.Monitor).Produces<RunView>(200, "text/event-stream");
    }

    /// <summary>Where a run that was accepted can be followed.</summary>
    public static JsonAnswer Accepted(Run run) =>
        JsonAnswer.Accepted(RunView.Of(run), RunJson.Default.RunView, $"/v1/runs/{run.Id}");

    private static async Task<JsonAnswer> ListOfFlowAsync(HttpContext http, string id, FlowService flows, RunService service)
    {
        await flows.ReadAsync(new FlowId(id), http.RequestAborted);
        return List(await service.ListAsync(new FlowId(id), http.Limit(), http.Query("cursor"), http.RequestAborted));
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, RunService service) =>
        List(await service.ListAsync(null, http.Limit(), http.Query("cursor"), http.RequestAborted));

    /// <summary>Once asked for it begins, whether or not the client waits for the answer.</summary>
    private static async Task<JsonAnswer> StartAsync(
        HttpContext http, string id, RunService service, AuditTrail audit, TimeProvider time)
    {
        var request = RunRequest.Read(await http.OptionalBodyAsync(), http.Flag("queue", false), time.GetUtcNow());
        var run = await service.StartAsync(new FlowId(id), request, CancellationToken.None);
        await audit.NoteAsync(http.Actor(), AuditActions.FlowRun, ResourceKind.Flow, id, ("run", run.Id.Value));
        return Accepted(run);
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, RunService service) =>
        JsonAnswer.Ok(await service.ReadAsync(new RunId(id), http.RequestAborted), RunJson.Default.RunView);

    private static async Task<JsonAnswer> CancelAsync(HttpContext http, string id, RunService service, AuditTrail audit)
    {
        await http.NoBodyAsync();
        var run = await service.CancelAsync(new RunId(id), http.RequestAborted);
        await audit.NoteAsync(http.Actor(), AuditActions.RunCancelled, new AuditTarget("run", id, null), ("flow", run.Flow.Value));
        return JsonAnswer.Ok(RunView.Of(run), RunJson.Default.RunView);
    }

    private static async Task<JsonAnswer> LogAsync(HttpContext http, string id, RunLogReader log) => JsonAnswer.List(
        await log.ListAsync(
            RunLogSelection.Read(new RunId(id), http.Query), http.Limit(), http.Query("cursor"), http.RequestAborted),
        RunLogJson.Default.RunLogView);

    private static async Task EventsAsync(HttpContext http, string id, RunService service, EventStreams streams)
    {
        var run = await FindAsync(http, id, service);
        await streams.SendAsync(
            http, "run", stop => service.WatchAsync(run.Id, stop), RunJson.Default.RunView);
    }

    private static async Task<Run> FindAsync(HttpContext http, string id, RunService service) =>
        await service.FindAsync(new RunId(id), http.RequestAborted) ?? throw RefusalException.NotFound("run", id);

    private static JsonAnswer List(Slice<Run> runs) =>
        JsonAnswer.List(new Slice<RunView>([.. runs.Data.Select(RunView.Of)], runs.Next), RunJson.Default.RunView);
}
