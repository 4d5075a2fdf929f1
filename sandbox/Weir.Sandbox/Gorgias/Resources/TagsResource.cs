using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/tags</c>. Names are case-sensitive; there is no time of change.</summary>
internal static class TagsResource
{
    private const int NameMax = 256;
    private const int DescriptionMax = 1024;

    private static readonly SmallNoun<Tag> Noun = new(
        "tag", "Tag", desk => desk.Setup.Tags, Read, (json, _, tag) => Write(json, tag));

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/tags", "a list; search", List),
        new("POST", "/api/tags", "name is required; 409 for a name that there is", Noun.Create(
            (id, now) => new Tag { Id = id, Name = "", Usage = 0, Created = now }, "name")),
        new("DELETE", "/api/tags", "{ids:[…]}", DeleteMany),
        new("GET", "/api/tags/{id}", "", Noun.Get),
        new("PUT", "/api/tags/{id}", "only what was sent", Noun.Update()),
        new("PUT", "/api/tags/{id}/merge", "{source_tags_ids:[…]}; the sources vanish", Merge),
        new("DELETE", "/api/tags/{id}", "409 while a macro or a rule names it", Noun.Delete(IsUsed)),
    ];

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

    private static Tag Read(BodyReader body, Desk desk, Tag tag)
    {
        var name = body.Text("name", tag.Name, NameMax) ?? "";
        if (name.Length == 0)
        {
            body.Wrong("name", $"Length must be between 1 and {NameMax}.");
        }

        if (desk.Tags.All.Any(other => other.Name == name && other.Id != tag.Id))
        {
            throw GorgiasProblem.Exists();
        }

        var color = tag.Color;
        if (body.Object("decoration") is { } decoration)
        {
            color = decoration.Text("color")?.ToLowerInvariant();
        }

        return tag with
        {
            Name = name,
            Description = body.Text("description", tag.Description, DescriptionMax),
            Color = color,
        };
    }

    private static bool IsUsed(Desk desk, Tag tag) =>
        desk.Setup.Macros.All.Any(macro => MacroActions.TagsOf(macro).Contains(tag.Name, StringComparer.Ordinal))
        || desk.Setup.Rules.All.Any(rule => rule.Names(tag.Name));

    private static void DeleteMany(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        body.Require("ids");
        var ids = body.Ids("ids", []);
        body.Done("Failed to delete tags");
        request.Change(0, desk => Noun.Remove(desk, ids, IsUsed));
        request.Reply.Status = 204;
    }

    private static void Merge(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        body.Require("source_tags_ids");
        var ids = body.Ids("source_tags_ids", []);
        var merged = request.Change(
            desk =>
            {
                var target = desk.Tags.Get(request.PathId);
                if (ids.Count == 0 || ids.Contains(target.Id) || ids.Any(id => desk.Tags.Find(id) is null))
                {
                    body.Wrong("source_tags_ids", "Other tags that there are.");
                }

                body.Done("Failed to merge tags");
                return desk.MergeTags(target, [.. ids.Distinct().Select(desk.Tags.Get)]);
            },
            tag => tag.Id);
        Write(request.Reply.Json, merged);
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
