namespace Weir.Sandbox.Gorgias;

/// <summary>
/// <c>/api/tickets/{id}/tags</c>: POST adds, PUT replaces, DELETE takes away; each names tags by id or by name, and
/// answers with nothing.
/// </summary>
internal static class TicketTagsResource
{
    private const int NameMax = 256;

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/tickets/{id}/tags", "not paged", List),
        new("POST", "/api/tickets/{id}/tags", "{ids,names}: adds; an unknown name makes a tag", request => Change(
            request, 201, (had, named) => [.. had.Union(named)])),
        new("PUT", "/api/tickets/{id}/tags", "{ids,names}: replaces; {} takes all away", request => Change(
            request, 202, (_, named) => named)),
        new("DELETE", "/api/tickets/{id}/tags", "{ids,names}: takes away", request => Change(
            request, 204, (had, named) => [.. had.Except(named)])),
    ];

    private static void List(GorgiasRequest request)
    {
        request.Query.Done();
        var tags = request.Read(desk => desk.TagsOf(desk.Tickets.Find(request.PathId) ?? throw GorgiasProblem.NotFound()));
        var json = request.Reply.Json;
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var tag in tags)
        {
            TagsResource.Write(json, tag);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Change(
        GorgiasRequest request, int status, Func<IReadOnlyList<int>, IReadOnlyList<int>, IReadOnlyList<int>> combine)
    {
        request.Query.Done();
        var body = BodyReader.OfOptional(request.Incoming.Body);
        request.Change(request.PathId, desk =>
        {
            var ticket = desk.Tickets.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
            var named = Read(body, desk, mayMake: status != 204);
            int[] had = [.. desk.TagsOf(ticket).Select(tag => tag.Id)];
            var tags = combine(had, named());
            desk.CountTags(had, tags);
            TicketChange.Save(desk, ticket with { TagIds = had }, ticket with { TagIds = tags });
        });
        request.Reply.Status = status;
    }

    /// <summary>Tags that are only named are made when the returned function is called.</summary>
    private static Func<IReadOnlyList<int>> Read(BodyReader body, Desk desk, bool mayMake)
    {
        var (ids, names) = (body.Ids("ids", []), body.Texts("names"));
        if (ids.Any(id => desk.Tags.Find(id) is null))
        {
            body.Wrong("ids", "There is no such tag.");
        }

        if (names.Any(name => name.Length is 0 or > NameMax))
        {
            body.Wrong("names", $"Length must be between 1 and {NameMax}.");
        }

        body.Done("Failed to change the tags of the ticket");
        return () =>
        [
            .. ids.Concat(names
                .Select(name => mayMake ? desk.TagNamed(name) : desk.Tags.All.FirstOrDefault(tag => tag.Name == name))
                .OfType<Tag>().Select(tag => tag.Id)).Distinct(),
        ];
    }
}
