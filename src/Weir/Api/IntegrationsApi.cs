using Weir.Engine.Integrations;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/integrations</c></summary>
internal static class IntegrationsApi
{
    private const string Path = "/integrations";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var integrations = v1.MapGroup(Path).WithTags("Integrations");
        integrations.MapGet("", ListAsync).WithName("listIntegrations").Needs(Role.Monitor).ProducesList<IntegrationView>();
        integrations.MapPost("", CreateAsync).WithName("createIntegration").Needs(Role.Manager).Produces<IntegrationView>(201)
            .Takes<IntegrationView>(IntegrationView.ReadOnlyFields, "name");
        integrations.MapGet("/{id}", ReadAsync).WithName("readIntegration").Needs(Role.Monitor).Produces<IntegrationView>();
        integrations.MapPatch("/{id}", ChangeAsync).WithName("changeIntegration").Needs(Role.Manager).Produces<IntegrationView>()
            .Takes<IntegrationView>(IntegrationView.ReadOnlyFields);
        integrations.MapDelete("/{id}", DeleteAsync).WithName("deleteIntegration").Needs(Role.Manager).Produces(204);
        integrations.MapPost(HistoryApi.RevertPath, RevertAsync).WithName("revertIntegration").Needs(Role.Manager).Produces<IntegrationView>()
            .TakesIfMatch();
        HistoryApi.Map(integrations, ResourceKind.Integration);
        integrations.MapPut("/{id}/connections/{connectionId}", RegisterAsync).WithName("registerConnection").Needs(Role.Manager)
            .Produces<IntegrationView>().TakesIfMatch();
        integrations.MapDelete("/{id}/connections/{connectionId}", DeregisterAsync).WithName("deregisterConnection").Needs(Role.Manager)
            .Produces(204);
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, IntegrationService service) =>
        JsonAnswer.List(
            await service.ListAsync(http.ListQuery(), http.RequestAborted), IntegrationJson.Default.IntegrationView);

    private static async Task<JsonAnswer> CreateAsync(HttpContext http, IntegrationService service)
    {
        var view = await service.CreateAsync(await http.BodyAsync(), http.Actor(), http.RequestAborted);
        return JsonAnswer.Created(
            view, IntegrationJson.Default.IntegrationView, view.Version, $"/v1{Path}/{view.Id}");
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, IntegrationService service) =>
        Ok(await service.ReadAsync(new IntegrationId(id), http.RequestAborted));

    private static async Task<JsonAnswer> ChangeAsync(HttpContext http, string id, IntegrationService service)
    {
        var patch = await http.BodyAsync();
        return Ok(await service.ChangeAsync(
            new IntegrationId(id), patch, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> DeleteAsync(HttpContext http, string id, IntegrationService service)
    {
        await service.DeleteAsync(new IntegrationId(id), http.IfMatch(), http.Actor(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> RegisterAsync(
        HttpContext http, string id, string connectionId, IntegrationService service)
    {
        await http.NoBodyAsync();
        return Ok(await service.RegisterAsync(
            new IntegrationId(id), [new ConnectionId(connectionId)], http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> DeregisterAsync(
        HttpContext http, string id, string connectionId, IntegrationService service)
    {
        await service.DeregisterAsync(
            new IntegrationId(id), new ConnectionId(connectionId), http.IfMatch(), http.Actor(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> RevertAsync(HttpContext http, string id, int version, IntegrationService service)
    {
        await http.NoBodyAsync();
        return Ok(await service.RevertAsync(
            new IntegrationId(id), version, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static JsonAnswer Ok(IntegrationView view) =>
        JsonAnswer.Ok(view, IntegrationJson.Default.IntegrationView, view.Version);
}
