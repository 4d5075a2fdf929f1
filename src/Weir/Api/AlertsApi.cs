using Weir.Engine.Alerts;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/alerts</c></summary>
internal static class AlertsApi
{
    private const string Path = "/alerts";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var alerts = v1.MapGroup(Path).WithTags("Alerts");
        alerts.MapGet("", ListAsync).WithName("listAlerts").Needs(Role.Monitor).ProducesList<AlertView>();
        alerts.MapPost("", CreateAsync).WithName("createAlert").Needs(Role.Manager).Produces<AlertView>(201)
            .Takes<AlertView>(AlertView.ReadOnlyFields, "name", "import");
        alerts.MapGet("/{id}", ReadAsync).WithName("readAlert").Needs(Role.Monitor).Produces<AlertView>();
        alerts.MapPatch("/{id}", ChangeAsync).WithName("changeAlert").Needs(Role.Manager).Produces<AlertView>()
            .Takes<AlertView>(AlertView.ReadOnlyFields);
        alerts.MapDelete("/{id}", DeleteAsync).WithName("deleteAlert").Needs(Role.Manager).Produces(204);
        alerts.MapPost("/{id}/test", TestAsync).WithName("testAlert").Needs(Role.Manager).Produces<AlertOutcomeView>();
        alerts.MapPost(HistoryApi.RevertPath, RevertAsync).WithName("revertAlert").Needs(Role.Manager).Produces<AlertView>()
            .TakesIfMatch();
        HistoryApi.Map(alerts, ResourceKind.Alert);
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, AlertService service) =>
        JsonAnswer.List(await service.ListAsync(http.ListQuery(), http.RequestAborted), AlertJson.Default.AlertView);

    private static async Task<JsonAnswer> CreateAsync(HttpContext http, AlertService service)
    {
        var view = await service.CreateAsync(await http.BodyAsync(), http.Actor(), http.RequestAborted);
        return JsonAnswer.Created(view, AlertJson.Default.AlertView, view.Version, $"/v1{Path}/{view.Id}");
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, AlertService service) =>
        Ok(await service.ReadAsync(new AlertId(id), http.RequestAborted));

    private static async Task<JsonAnswer> ChangeAsync(HttpContext http, string id, AlertService service)
    {
        var patch = await http.BodyAsync();
        return Ok(await service.ChangeAsync(new AlertId(id), patch, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> DeleteAsync(HttpContext http, string id, AlertService service)
    {
        await service.DeleteAsync(new AlertId(id), http.IfMatch(), http.Actor(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> TestAsync(HttpContext http, string id, AlertTesting testing)
    {
        await http.NoBodyAsync();
        return JsonAnswer.Ok(
            await testing.TestAsync(new AlertId(id), http.Actor(), http.RequestAborted), AlertJson.Default.AlertOutcomeView);
    }

    private static async Task<JsonAnswer> RevertAsync(HttpContext http, string id, int version, AlertService service)
    {
        await http.NoBodyAsync();
        return Ok(await service.RevertAsync(new AlertId(id), version, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static JsonAnswer Ok(AlertView view) => JsonAnswer.Ok(view, AlertJson.Default.AlertView, view.Version);
}
