using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/widgets</c>.</summary>
internal static class WidgetsResource
{
    private static readonly SmallNoun<Widget> Noun = new(
        "widget", null, desk => desk.Setup.Widgets, Read, (json, _, widget) => Write(json, widget));

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/widgets", "a list; integration_id, app_id", List),
        new("POST", "/api/widgets", "type and template are required", Noun.Create(Fresh, "type", "template")),
        new("GET", "/api/widgets/{id}", "", Noun.Get),
        new("PUT", "/api/widgets/{id}", "replaces the whole widget", Noun.Update("type", "template")),
        new("DELETE", "/api/widgets/{id}", "", Noun.Delete()),
    ];

    private static Widget Fresh(int id, long now) =>
        new() { Id = id, Type = "", Context = "ticket", Template = "{}", Created = now, Updated = now };

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, ListQuery.Created, "order");
        var (integrationId, appId) = (request.Query.Int("integration_id"), request.Query.Text("app_id"));
        request.Query.Done();
        var widgets = request.Desk.Setup.Widgets.All.Where(widget =>
            (integrationId is null || widget.IntegrationId == integrationId) && (appId is null || widget.AppId == appId));
        request.WriteSmallList(widgets, query, Write, widget => $"{widget.Order:D10}");
    }

    /// <summary>A change replaces the whole: what was not sent is as in a new one.</summary>
    private static Widget Read(BodyReader body, Desk desk, Widget widget)
    {
        var integrationId = body.Int("integration_id");
        if (integrationId is not null && desk.Setup.Integrations.Find(integrationId) is null)
        {
            body.Wrong("integration_id", "There is no such integration.");
        }

        return widget with
        {
            Type = body.Text("type") ?? "",
            Context = body.Choice("context", "ticket", "ticket", "customer", "user"),
            Order = body.Int("order") ?? 0,
            IntegrationId = integrationId,
            AppId = body.Text("app_id"),
            Template = body.Json("template", kind: JsonValueKind.Object) ?? "{}",
            Deactivated = body.Time("deactivated_datetime"),
            Updated = desk.NextChange(),
        };
    }

    private static void Write(Utf8JsonWriter json, Widget widget)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, widget.Id);
        json.WriteString("uri"u8, $"/api/widgets/{widget.Id}/");
        json.WriteString("type"u8, widget.Type);
        json.WriteString("context"u8, widget.Context);
        json.WriteNumber("order"u8, widget.Order);
        json.WriteNumberOrNull("integration_id"u8, widget.IntegrationId);
        json.WriteString("app_id"u8, widget.AppId);
        json.WriteJson("template"u8, widget.Template);
        json.WriteTime("created_datetime"u8, widget.Created);
        json.WriteTime("updated_datetime"u8, widget.Updated);
        json.WriteTime("deactivated_datetime"u8, widget.Deactivated);
        json.WriteEndObject();
    }
}
