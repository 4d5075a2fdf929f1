using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/tags</c>. Names are case-sensitive; there is no time of change.</summary>
internal static class TagsResource
{
    public static readonly GorgiasRoute[] Routes = [new("GET", "/api/tags", "a list; search", List), new("GET", "/api/tags/{id}", "", Get)];

    /// <summary>The form inside a ticket.</summary>
    public static void WriteAll(Utf8JsonWriter json, IReadOnlyList<Tag> tags)
    {
        json.WriteStartArray("tags"u8);
        foreach (var tag in tags)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, tag.Id);
            json.WriteString("name"u8, tag.Name);
            WriteDecoration(json, tag);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, "created_datetime", "name", ListQuery.UsageAndName);
        var search = request.Query.Text("search");
        request.Query.Done();
        lock (request.Desk.Gate)
        {
            var tags = request.Desk.Tags.All.Where(
                tag => search is null || tag.Name.Contains(search, StringComparison.OrdinalIgnoreCase));
            request.WriteSmallList(tags, query, Write, tag => ValueOf(tag, query.Order));
        }
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        lock (request.Desk.Gate)
        {
            Write(request.Reply.Json, request.Desk.Tags.Get(request.PathId));
        }
    }

    private static string ValueOf(Tag tag, string order) => order switch
    {
        "name" => tag.Name,
        _ => $"{tag.Usage:D10} {tag.Name}",
    };

    public static void Write(Utf8JsonWriter json, Tag tag)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, tag.Id);
        WriteDecoration(json, tag);
        json.WriteString("description"u8, tag.Description);
        json.WriteString("name"u8, tag.Name);
        json.WriteNumber("usage"u8, tag.Usage);
        json.WriteString("uri"u8, $"/api/tags/{tag.Id}/");
        json.WriteTime("created_datetime"u8, tag.Created);
        json.WriteNull("deleted_datetime"u8);
        json.WriteEndObject();
    }

    private static void WriteDecoration(Utf8JsonWriter json, Tag tag)
    {
        json.WriteStartObject("decoration"u8);
        if (tag.Color is not null)
        {
            json.WriteString("color"u8, tag.Color);
        }

        json.WriteEndObject();
    }
}
