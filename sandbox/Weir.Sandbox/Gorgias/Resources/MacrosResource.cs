using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/macros</c>.</summary>
internal static class MacrosResource
{
    private const int TextMax = 255;
    private const int IdsMax = 30;

    private static readonly SmallNoun<Macro> Noun = new(
        "macro", "Macro", desk => desk.Setup.Macros, Read, (json, _, macro) => Write(json, macro));

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/macros", "a list; search, tags, languages, archived, ticket_id, message_id, number_predictions", List),
        new("POST", "/api/macros", "name is required", Noun.Create(
            (id, now) => new Macro { Id = id, Name = "", Created = now }, "name")),
        new("PUT", "/api/macros/archive", "{ids:[…]}, at most 30", request => Archive(request, isArchived: true)),
        new("PUT", "/api/macros/unarchive", "{ids:[…]}, at most 30", request => Archive(request, isArchived: false)),
        new("GET", "/api/macros/{id}", "", Noun.Get),
        new("PUT", "/api/macros/{id}", "only what was sent; actions replace", Noun.Update()),
        new("DELETE", "/api/macros/{id}", "409 when an active rule names it", Noun.Delete(IsUsed)),
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

    private static Macro Read(BodyReader body, Desk desk, Macro macro) => macro with
    {
        Name = body.Text("name", macro.Name, TextMax) ?? "",
        ExternalId = body.Text("external_id", macro.ExternalId, TextMax),
        Intent = body.Text("intent", macro.Intent),
        Language = body.Text("language", macro.Language),
        Actions = body.Json("actions", macro.Actions, JsonValueKind.Array) ?? "[]",
        Updated = macro.Name.Length == 0 ? null : desk.NextChange(),
    };

    private static bool IsUsed(Desk desk, Macro macro) => desk.Setup.Rules.All.Any(
        rule => rule.Deactivated is null && rule.Names(macro.Name));

    private static void Archive(GorgiasRequest request, bool isArchived)
    {
        request.Query.Done();
        var body = request.ReadBody();
        body.Require("ids");
        var ids = body.Ids("ids", []);
        if (ids.Count > IdsMax)
        {
            body.Wrong("ids", $"Longer than maximum length {IdsMax}.");
        }

        body.Done(isArchived ? "Failed to archive macros" : "Failed to unarchive macros");
        var macros = request.Change(
            desk =>
            {
                List<Macro> found = [.. ids.Select(desk.Setup.Macros.Get)];
                var now = desk.NextChange();
                return found.ConvertAll(macro => Noun.Save(
                    desk, macro with { Archived = isArchived ? now : null, Updated = now }, "updated"));
            },
            _ => 0);
        var json = request.Reply.Json;
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        macros.ForEach(macro => Write(json, macro));
        json.WriteEndArray();
        json.WriteEndObject();
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
