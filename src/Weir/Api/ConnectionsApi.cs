using Weir.Engine.Connections;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/connections</c></summary>
internal static class ConnectionsApi
{
    private const string Path = "/connections";
    private const string Test = "test";
    private const string TestSays = "false stores it untested; by default it is tested first, and a failing one is refused.";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var connections = v1.MapGroup(Path).WithTags("Connections");
        connections.MapGet("", ListAsync).WithName("listConnections").Needs(Role.Monitor).ProducesList<ConnectionView>();
        connections.MapPost("", CreateAsync).WithName("createConnection").Needs(Role.Administrator).Produces<ConnectionView>(201)
            .Takes<ConnectionView>(ConnectionView.ReadOnlyFields, "name", "application", "settings").TakesQuery(Test, TestSays);
        connections.MapPost("/test", TestBodyAsync).WithName("testConnectionBody").Needs(Role.Administrator).Produces<TestView>()
            .Takes<ConnectionView>([.. ConnectionView.ReadOnlyFields.Except(["id"])], "application", "settings");
        connections.MapGet("/{id}", ReadAsync).WithName("readConnection").Needs(Role.Monitor).Produces<ConnectionView>();
        connections.MapPatch("/{id}", ChangeAsync).WithName("changeConnection").Needs(Role.Administrator).Produces<ConnectionView>()
            .Takes<ConnectionView>(ConnectionView.ReadOnlyFields).TakesQuery(Test, TestSays);
        connections.MapDelete("/{id}", DeleteAsync).WithName("deleteConnection").Needs(Role.Administrator).Produces(204);
        connections.MapPost("/{id}/clone", CloneAsync).WithName("cloneConnection").Needs(Role.Administrator).Produces<ConnectionView>(201)
            .TakesBody<CloneBody>("name").TakesQuery(Test, TestSays);
        connections.MapPost(HistoryApi.RevertPath, RevertAsync).WithName("revertConnection").Needs(Role.Administrator)
            .Produces<ConnectionView>().TakesIfMatch().MayTakeBody<RevertBody>().TakesQuery(Test, TestSays);
        HistoryApi.Map(connections, ResourceKind.Connection);
        connections.MapPost("/{id}/test", TestStoredAsync).WithName("testConnection").Needs(Role.Administrator).Produces<TestView>();
        connections.MapGet("/{id}/usage", UsageAsync).WithName("readConnectionUsage").Needs(Role.Monitor).Produces<UsageView>();
        connections.MapGet("/{id}/traffic", Traffic).WithName("readConnectionTraffic").Needs(Role.Monitor).Produces<TrafficView>();
        connections.MapGet("/{id}/traffic/events", TrafficEventsAsync).WithName("streamConnectionTraffic").Needs(Role.Monitor)
            .Produces<TrafficView>(200, "text/event-stream");
        connections.MapPost("/{id}/debug", OpenDebugAsync).WithName("debugConnection").Needs(Role.Administrator).Produces<DebugView>()
            .TakesBody<DebugBody>("minutes").AnsweredAnew();
        connections.MapGet("/{id}/debug", ReadDebug).WithName("readConnectionDebug").Needs(Role.Administrator).Produces<DebugView>();
        connections.MapDelete("/{id}/debug", CloseDebug).WithName("stopConnectionDebug").Needs(Role.Administrator).Produces(204).HasNoVersions();
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, ConnectionService service) =>
        JsonAnswer.List(
            await service.ListAsync(http.ListQuery(), http.RequestAborted), ConnectionJson.Default.ConnectionView);

    private static async Task<JsonAnswer> CreateAsync(HttpContext http, ConnectionService service)
    {
        var test = http.Flag(Test, true);
        var view = await service.CreateAsync(await http.BodyAsync(), test, http.Actor(), http.RequestAborted);
        return Created(view);
    }

    private static async Task<JsonAnswer> CloneAsync(HttpContext http, string id, ConnectionService service)
    {
        var test = http.Flag(Test, true);
        var body = await http.BodyAsync();
        return Created(await service.CloneAsync(new ConnectionId(id), body, test, http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> RevertAsync(HttpContext http, string id, int version, ConnectionService service)
    {
        var test = http.Flag(Test, true);
        var body = await http.OptionalBodyAsync();
        return Ok(await service.RevertAsync(
            new ConnectionId(id), version, body, http.IfMatch(), test, http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, ConnectionService service) =>
        Ok(await service.ReadAsync(new ConnectionId(id), http.RequestAborted));

    private static async Task<JsonAnswer> ChangeAsync(HttpContext http, string id, ConnectionService service)
    {
        var test = http.Flag(Test, true);
        var patch = await http.BodyAsync();
        return Ok(await service.ChangeAsync(
            new ConnectionId(id), patch, http.IfMatch(), test, http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> DeleteAsync(HttpContext http, string id, ConnectionService service)
    {
        await service.DeleteAsync(new ConnectionId(id), http.IfMatch(), http.Actor(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> TestBodyAsync(HttpContext http, ConnectionTesting testing) =>
        JsonAnswer.Ok(
            await testing.TestBodyAsync(await http.BodyAsync(), http.Actor(), http.RequestAborted), ConnectionJson.Default.TestView);

    private static async Task<JsonAnswer> TestStoredAsync(HttpContext http, string id, ConnectionTesting testing)
    {
        await http.NoBodyAsync();
        return JsonAnswer.Ok(
            await testing.TestStoredAsync(new ConnectionId(id), http.Actor(), http.RequestAborted), ConnectionJson.Default.TestView);
    }

    private static async Task<JsonAnswer> UsageAsync(HttpContext http, string id, ConnectionService service) =>
        JsonAnswer.Ok(
            await service.UsageAsync(new ConnectionId(id), http.RequestAborted), ResourceJson.Default.UsageView);

    private static JsonAnswer Traffic(string id, ConnectionTrafficReader traffic) =>
        JsonAnswer.Ok(traffic.Read(new ConnectionId(id)), ConnectionJson.Default.TrafficView);

    private static Task TrafficEventsAsync(
        HttpContext http, string id, ConnectionTrafficReader traffic, EventStreams streams) =>
        streams.SendAsync(
            http, "traffic", () => traffic.Read(new ConnectionId(id)), ConnectionJson.Default.TrafficView);

    private static JsonAnswer Created(ConnectionView view) => JsonAnswer.Created(
        view, ConnectionJson.Default.ConnectionView, view.Version, $"/v1{Path}/{view.Id}");

    private static async Task<JsonAnswer> OpenDebugAsync(HttpContext http, string id, ConnectionDebugging debugging) =>
        JsonAnswer.Ok(
            await debugging.OpenAsync(new ConnectionId(id), await http.BodyAsync(), http.Actor()), ConnectionJson.Default.DebugView);

    private static JsonAnswer ReadDebug(string id, ConnectionDebugging debugging) =>
        JsonAnswer.Ok(debugging.Read(new ConnectionId(id)), ConnectionJson.Default.DebugView);

    private static JsonAnswer CloseDebug(string id, ConnectionDebugging debugging)
    {
        debugging.Close(new ConnectionId(id));
        return JsonAnswer.NoContent;
    }

    private static JsonAnswer Ok(ConnectionView view) =>
        JsonAnswer.Ok(view, ConnectionJson.Default.ConnectionView, view.Version);
}
