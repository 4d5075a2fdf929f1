using Weir.Engine.Audit;
using Weir.Engine.Flows;
using Weir.Engine.Previews;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/flows</c></summary>
internal static class FlowsApi
{
    private const string Path = "/flows";

    private const string CloneSays =
        """
        Makes a flow with the same sources and steps, which have new ids, in the same integration. Its schedule and the flows
        that run after it are not taken over.
        """;

    public static void Map(IEndpointRouteBuilder v1)
    {
        var flows = v1.MapGroup(Path).WithTags("Flows");
        flows.MapGet("", ListAsync).WithName("listFlows").Needs(Role.Monitor).ProducesList<FlowView>();
        flows.MapPost("", CreateAsync).WithName("createFlow").Needs(Role.Manager).Produces<FlowView>(201)
            .TakesBody<FlowBody>("name");
        flows.MapGet("/{id}", ReadAsync).WithName("readFlow").Needs(Role.Monitor).Produces<FlowView>();
        flows.MapPatch("/{id}", ChangeAsync).WithName("changeFlow").Needs(Role.Manager).Produces<FlowView>()
            .TakesBody<FlowBody>();
        flows.MapDelete("/{id}", DeleteAsync).WithName("deleteFlow").Needs(Role.Manager).Produces(204);
        flows.MapPost("/{id}/clone", CloneAsync).WithName("cloneFlow").WithDescription(CloneSays).Needs(Role.Manager)
            .Produces<FlowView>(201).TakesBody<CloneBody>("name");
        flows.MapPost(HistoryApi.RevertPath, RevertAsync).WithName("revertFlow").Needs(Role.Manager).Produces<FlowView>()
            .TakesIfMatch();
        HistoryApi.Map(flows, ResourceKind.Flow);
        flows.MapPost("/{id}/steps/{step}/preview", PreviewAsync).WithName("previewFlowStep").Needs(Role.Manager)
            .Produces<StepPreviewView>().TakesBody<StepPreviewBody>();
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, FlowService service) =>
        JsonAnswer.List(await service.ListAsync(http.ListQuery(), http.RequestAborted), FlowJson.Default.FlowView);

    private static async Task<JsonAnswer> CreateAsync(HttpContext http, FlowService service) =>
        Created(await service.CreateAsync(await http.BodyAsync(), http.Actor(), http.RequestAborted));

    private static async Task<JsonAnswer> CloneAsync(HttpContext http, string id, FlowService service) =>
        Created(await service.CloneAsync(new FlowId(id), await http.BodyAsync(), http.Actor(), http.RequestAborted));

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, FlowService service) =>
        Ok(await service.ReadAsync(new FlowId(id), http.RequestAborted));

    private static async Task<JsonAnswer> ChangeAsync(HttpContext http, string id, FlowService service)
    {
        var patch = await http.BodyAsync();
        return Ok(await service.ChangeAsync(
            new FlowId(id), patch, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> DeleteAsync(HttpContext http, string id, FlowService service)
    {
        await service.DeleteAsync(new FlowId(id), http.IfMatch(), http.Actor(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> RevertAsync(HttpContext http, string id, int version, FlowService service)
    {
        await http.NoBodyAsync();
        return Ok(await service.RevertAsync(
            new FlowId(id), version, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> PreviewAsync(
        HttpContext http, string id, string step, StepPreview preview, AuditTrail audit)
    {
        var body = await http.BodyAsync();
        if (!StepPreview.Sends(body))
        {
            return Previewed(await preview.RunAsync(new FlowId(id), step, body, http.RequestAborted));
        }

        // What was sent is noted, whoever still listens.
        var view = await preview.RunAsync(new FlowId(id), step, body, CancellationToken.None);
        await audit.NoteAsync(http.Actor(), AuditActions.FlowTried, ResourceKind.Flow, id, [("step", step)]);
        return Previewed(view);
    }

    private static JsonAnswer Previewed(StepPreviewView view) => JsonAnswer.Ok(view, PreviewJson.Default.StepPreviewView);

    private static JsonAnswer Created(FlowView view) =>
        JsonAnswer.Created(view, FlowJson.Default.FlowView, view.Version, $"/v1{Path}/{view.Id}");

    private static JsonAnswer Ok(FlowView view) => JsonAnswer.Ok(view, FlowJson.Default.FlowView, view.Version);
}
