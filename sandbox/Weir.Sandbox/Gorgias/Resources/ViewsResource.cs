using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/views</c>: saved searches. Their items have a way of paging of their own.</summary>
internal static class ViewsResource
{
    private static readonly SmallNoun<View> Noun = new(
        "view", "View", desk => desk.Setup.Views, ViewReading.Read, Write);

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/views", "a list", List),
        new("POST", "/api/views", "nothing is required", Noun.Create(
            (id, now) => ViewReading.Fresh with { Id = id, Name = "New view", Slug = "new-view", Created = now })),
        new("GET", "/api/views/{id}", "", Noun.Get),
        new("PUT", "/api/views/{id}", "only what was sent", Noun.Update()),
        new("DELETE", "/api/views/{id}", "", Noun.Delete()),
    ];

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, ListQuery.Created);
        request.Query.Done();
        request.WriteSmallList(request.Desk.Setup.Views.All, query, (json, view) => Write(json, request.Desk, view));
    }

    private static void Write(Utf8JsonWriter json, Desk desk, View view)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, view.Id);
        json.WriteString("category"u8, view.Category);
        json.WriteTime("created_datetime"u8, view.Created);
        json.WriteTime("deactivated_datetime"u8, view.Deactivated);
        json.WriteJson("decoration"u8, view.Decoration);
        json.WriteJson("fields"u8, view.Fields);

        // Whom the placeholder means is put in when a view is read.
        json.WriteString(
            "filters"u8, view.Filters.Replace("{{current_user.id}}", $"{desk.Owner.Id}", StringComparison.Ordinal));
        FilterTree.Write(json, ViewFilter.Of(view.Filters, desk.Owner, view.Type).Expression);
        json.WriteString("name"u8, view.Name);
        json.WriteString("order_by"u8, view.OrderBy);
        json.WriteString("order_dir"u8, view.OrderDir);
        json.WriteString("search"u8, view.Search);
        WriteShared(json, "shared_with_teams"u8, view.SharedWithTeams.Select(id => desk.Setup.Teams.Find(id)), (team, _) =>
        {
            json.WriteNumber("id"u8, team.Id);
            json.WriteString("name"u8, team.Name);
            json.WriteJson("decoration"u8, team.Decoration);
        });
        WriteShared(json, "shared_with_users"u8, view.SharedWithUsers.Select(id => desk.Users.Find(id)), (user, _) =>
        {
            json.WriteNumber("id"u8, user.Id);
            json.WriteString("name"u8, user.Name);
            json.WriteJson("meta"u8, user.Meta);
        });
        json.WriteNumberOrNull("section_id"u8, view.SectionId);
        json.WriteString("slug"u8, view.Slug);
        json.WriteString("type"u8, view.Type);
        json.WriteString("uri"u8, $"/api/views/{view.Id}/");
        json.WriteString("visibility"u8, view.Visibility);
        json.WriteEndObject();
    }

    private static void WriteShared<T>(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<T?> rows, Action<T, Utf8JsonWriter> write)
        where T : class
    {
        json.WriteStartArray(name);
        foreach (var row in rows.OfType<T>())
        {
            json.WriteStartObject();
            write(row, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
