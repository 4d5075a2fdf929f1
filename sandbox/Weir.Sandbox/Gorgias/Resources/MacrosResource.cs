using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/macros</c>.</summary>
internal static class MacrosResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/macros", "a list; search, tags, languages, archived, ticket_id, message_id, number_predictions", List),
        new("GET", "/api/macros/{id}", "", Get),
    ];

    private static void List(GorgiasRequest request)
    {
        var read = request.Query;
        var query = ListQuery.Read(
            read, ListQuery.Created, "updated_datetime", "name", "usage", "relevance", "language");
        var search = read.Text("search");
        var languages = read.Many("languages[]").Concat(read.Many("languages")).ToHashSet(StringComparer.Ordinal);
        var isArchived = read.Bool("archived");

        // What a macro is about is not known here: these are understood and leave nothing out.
        _ = read.Many("tags[]");
        _ = read.Many("tags");
        _ = read.Int("message_id");
        _ = read.Int("number_predictions");
        if (read.Int("ticket_id") is null && query.Order == "relevance")
        {
            read.Wrong("ticket_id", "Missing data for required field.");
        }

        read.Done();
        var macros = request.Desk.Setup.Macros.All.Where(macro =>
            (search is null || macro.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            && (languages.Count == 0 || (macro.Language is not null && languages.Contains(macro.Language)))
            && (isArchived is null || isArchived == macro.Archived is not null));
        request.WriteSmallList(macros, query, Write, macro => query.Order switch
        {
            "name" => macro.Name,
            "language" => macro.Language ?? "",
            "updated_datetime" => macro.Updated is { } updated ? GorgiasTime.ToCursor(updated) : "",
            _ => $"{macro.Usage:D10}",
        });
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        Write(request.Reply.Json, request.Read(desk => desk.Setup.Macros.Get(request.PathId)));
    }

    private static void Write(Utf8JsonWriter json, Macro macro)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, macro.Id);
        json.WriteString("external_id"u8, macro.ExternalId);
        json.WriteString("name"u8, macro.Name);
        json.WriteString("intent"u8, macro.Intent);
        json.WriteString("language"u8, macro.Language);
        json.WriteNumber("usage"u8, macro.Usage);
        json.WriteJson("actions"u8, macro.Actions);
        json.WriteTime("created_datetime"u8, macro.Created);
        json.WriteTime("updated_datetime"u8, macro.Updated);
        json.WriteTime("archived_datetime"u8, macro.Archived);
        json.WriteString("uri"u8, $"/api/macros/{macro.Id}/");
        json.WriteEndObject();
    }
}
