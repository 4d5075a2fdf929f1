using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/integrations</c>: only those that speak HTTP can be asked for by type.</summary>
internal static class IntegrationsResource
{
    private static readonly SmallNoun<Integration> Noun = new(
        "integration",
        "Integration",
        desk => desk.Setup.Integrations,
        IntegrationReading.Read,
        (json, _, integration) => Write(json, integration))
    {
        IsAway = integration => integration.Deactivated is not null,
    };

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/integrations", "a list; type=http", List),
        new("POST", "/api/integrations", "only type=http; name, type and http are required", Noun.Create(
            IntegrationReading.Fresh, "name", "type", "http")),
        new("GET", "/api/integrations/{id}", "", Noun.Get),
        new("PUT", "/api/integrations/{id}", "only what was sent", Noun.Update()),
        new("DELETE", "/api/integrations/{id}", "409 while a rule names it", Noun.Delete(IntegrationReading.IsUsed)),
    ];

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, ListQuery.Created);
        var type = request.Query.Text("type");
        if (type is not (null or Integration.Http))
        {
            request.Query.Wrong("type", "Not a valid choice.");
        }

        request.Query.Done();
        var integrations = request.Desk.Setup.Integrations.All.Where(each => type is null || each.Type == type);
        request.WriteSmallList(integrations, query, Write, isCounted: true);
    }

    private static void Write(Utf8JsonWriter json, Integration integration)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, integration.Id);
        json.WriteString("uri"u8, $"/api/integrations/{integration.Id}/");
        json.WriteString("type"u8, integration.Type);
        json.WriteString("name"u8, integration.Name);
        json.WriteString("description"u8, integration.Description);
        json.WriteJson("decoration"u8, integration.Decoration);
        json.WriteJson("meta"u8, integration.Meta);
        WriteCall(json, integration.Call);
        json.WriteStartObject("user"u8);
        json.WriteNumber("id"u8, integration.UserId);
        json.WriteEndObject();
        json.WriteNull("application_id"u8);
        json.WriteBoolean("managed"u8, false);
        json.WriteNull("business_hours_id"u8);
        json.WriteTime("created_datetime"u8, integration.Created);
        json.WriteTime("updated_datetime"u8, integration.Updated);
        json.WriteTime("deactivated_datetime"u8, integration.Deactivated);
        json.WriteNull("locked_datetime"u8);
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, HttpCall? call)
    {
        if (call is null)
        {
            json.WriteNull("http"u8);
            return;
        }

        json.WriteStartObject("http"u8);
        json.WriteNumber("id"u8, call.Id);
        json.WriteString("url"u8, call.Url);
        json.WriteString("method"u8, call.Method);
        json.WriteJson("headers"u8, call.Headers);
        json.WriteJson("form"u8, call.Form);
        json.WriteString("request_content_type"u8, call.RequestContentType);
        json.WriteString("response_content_type"u8, call.ResponseContentType);
        json.WriteStartObject("triggers"u8);
        foreach (var (name, isOn) in call.Triggers)
        {
            // They are made with hyphens and shown with underscores.
            json.WriteBoolean(name.Replace('-', '_'), isOn);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
