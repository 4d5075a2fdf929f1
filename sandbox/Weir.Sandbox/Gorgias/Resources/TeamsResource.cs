using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/teams</c>: there is no time of change.</summary>
internal static class TeamsResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/teams", "a list", List),
        new("GET", "/api/teams/{id}", "", Get),
    ];

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, ListQuery.Created, "name");
        request.Query.Done();
        request.WriteSmallList(
            request.Desk.Setup.Teams.All, query, (json, team) => Write(json, request.Desk, team), team => team.Name);
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        lock (request.Desk.Gate)
        {
            Write(request.Reply.Json, request.Desk, request.Desk.Setup.Teams.Get(request.PathId));
        }
    }

    private static void Write(Utf8JsonWriter json, Desk desk, Team team)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, team.Id);
        json.WriteString("uri"u8, $"/api/teams/{team.Id}/");
        json.WriteString("name"u8, team.Name);
        json.WriteString("description"u8, team.Description);
        json.WriteJson("decoration"u8, team.Decoration);
        json.WriteStartArray("members"u8);
        foreach (var member in team.MemberIds.Select(id => desk.Users.Find(id)).OfType<User>())
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, member.Id);
            json.WriteString("email"u8, member.Email);
            json.WriteString("name"u8, member.Name);
            json.WriteJson("meta"u8, member.Meta);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTime("created_datetime"u8, team.Created);
        json.WriteEndObject();
    }
}
