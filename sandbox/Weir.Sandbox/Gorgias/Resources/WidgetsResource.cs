using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/widgets</c>.</summary>
internal static class WidgetsResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/widgets", "a list; integration_id, app_id", List),
        new("GET", "/api/widgets/{id}", "", Get),
    ];

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, ListQuery.Created, "order");
        var (integrationId, appId) = (request.Query.Int("integration_id"), request.Query.Text("app_id"));
        request.Query.Done();
        var widgets = request.Desk.Setup.Widgets.All.Where(widget =>
            (integrationId is null || widget.IntegrationId == integrationId) && (appId is null || widget.AppId == appId));
        request.WriteSmallList(widgets, query, Write, widget => $"{widget.Order:D10}");
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        Write(request.Reply.Json, request.Read(desk => desk.Setup.Widgets.Get(request.PathId)));
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
