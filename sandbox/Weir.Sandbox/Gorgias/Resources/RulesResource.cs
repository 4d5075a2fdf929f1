using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/rules</c>: kept and never run.</summary>
internal static class RulesResource
{
    private const int LimitDefault = 100;

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/rules", "a list, of 100 rows when limit is not sent", List),
        new("GET", "/api/rules/{id}", "", Get),
    ];

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, LimitDefault, ListQuery.Created);
        request.Query.Done();
        request.WriteSmallList(request.Desk.Setup.Rules.All, query, Write);
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        Write(request.Reply.Json, request.Read(desk => desk.Setup.Rules.Get(request.PathId)));
    }

    private static void Write(Utf8JsonWriter json, Rule rule)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, rule.Id);
        json.WriteString("name"u8, rule.Name);
        json.WriteString("description"u8, rule.Description);
        json.WriteString("code"u8, rule.Code);
        json.WriteJson("code_ast"u8, rule.CodeAst);
        json.WriteString("event_types"u8, rule.EventTypes);
        json.WriteNumber("priority"u8, rule.Priority);
        json.WriteTime("created_datetime"u8, rule.Created);
        json.WriteTime("updated_datetime"u8, rule.Updated);
        json.WriteTime("deactivated_datetime"u8, rule.Deactivated);
        json.WriteString("uri"u8, $"/api/rules/{rule.Id}/");
        json.WriteEndObject();
    }
}
