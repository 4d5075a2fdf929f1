using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/events</c>: what happened to any record, newest first.</summary>
internal static class EventsResource
{
    /// <summary>Names that clients try and the real API refuses.</summary>
    private static readonly string[] ObjectTypes =
    [
        "Account", "Customer", "CustomField", "Integration", "Job", "Macro", "Rule", "SatisfactionSurvey", "Tag",
        "Team", "Ticket", "TicketMessage", "User", "View", "Widget",
    ];

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/events", "a list; object_type with object_id, user_ids[], types[], created_datetime[gt], [gte], [lt], [lte]", List),
        new("GET", "/api/events/{id}", "its id is larger than 32 bits hold", Get) { IdMax = long.MaxValue },
    ];

    private static void List(GorgiasRequest request)
    {
        var read = request.Query;
        var query = ListQuery.Read(read, ListQuery.Created);
        var window = Window(read);
        var types = Both(read, "types");
        var users = read.Ints("user_ids[]").Concat(read.Ints("user_ids")).ToHashSet();
        var (objectType, objectId) = (read.Text("object_type"), read.Int("object_id"));
        if (objectType is not null && !ObjectTypes.Contains(objectType, StringComparer.Ordinal))
        {
            read.Wrong("object_type", "Not a valid choice.");
        }

        if ((objectType is null) != (objectId is null))
        {
            read.Wrong(objectType is null ? "object_type" : "object_id", "Missing data for required field.");
        }

        read.Done();
        var page = request.Read(desk => ListPage<DeskEvent>.Read(
            objectType is null ? desk.Events.OfTypes(types) : desk.Events.OfObject(objectType, objectId!.Value),
            query,
            id => desk.Events.Find(id) is { } found
                && (types.Count == 0 || types.Contains(found.Type))
                && (users.Count == 0 || (found.UserId is { } user && users.Contains(user)))
                    ? found
                    : null,
            window));
        request.WriteList(page, Write);
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        var found = request.Read(desk => desk.Events.Find(request.Ids[0])) ?? throw GorgiasProblem.NotFound();
        Write(request.Reply.Json, found);
    }

    /// <summary>With square brackets behind the name or without.</summary>
    private static List<string> Both(QueryReader query, string name) => [.. query.Many($"{name}[]"), .. query.Many(name)];

    private static TimeWindow Window(QueryReader query)
    {
        var window = TimeWindow.All;
        foreach (var name in (ReadOnlySpan<string>)["gt", "gte", "lt", "lte"])
        {
            var parameter = $"created_datetime[{name}]";
            if (query.Text(parameter) is not { } text)
            {
                continue;
            }

            if (GorgiasTime.TryParse(text, out var time))
            {
                window = window.And(name, time);
            }
            else
            {
                query.Wrong(parameter, "Not a valid datetime.");
            }
        }

        return window;
    }

    private static void Write(Utf8JsonWriter json, DeskEvent happened)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, happened.Id);
        json.WriteString("context"u8, happened.Context);
        json.WriteTime("created_datetime"u8, happened.Created);
        json.WriteJson("data"u8, happened.Data);
        json.WriteNumber("object_id"u8, happened.ObjectId);
        json.WriteString("object_type"u8, happened.ObjectType);
        json.WriteString("type"u8, happened.Type);
        json.WriteNumberOrNull("user_id"u8, happened.UserId);
        json.WriteString("uri"u8, $"/api/events/{happened.Id}/");
        json.WriteEndObject();
    }
}
