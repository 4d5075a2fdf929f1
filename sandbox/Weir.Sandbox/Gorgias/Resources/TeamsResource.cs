using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/teams</c>: there is no time of change.</summary>
internal static class TeamsResource
{
    private const int TextMax = 255;

    private static readonly SmallNoun<Team> Noun = new("team", "Team", desk => desk.Setup.Teams, Read, Write);

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/teams", "a list", List),
        new("POST", "/api/teams", "name is required", Noun.Create(
            (id, now) => new Team { Id = id, Name = "", Created = now }, "name")),
        new("GET", "/api/teams/{id}", "", Noun.Get),
        new("PUT", "/api/teams/{id}", "only what was sent; members replace", Noun.Update()),
        new("DELETE", "/api/teams/{id}", "", Noun.Delete()),
    ];

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, ListQuery.Created, "name");
        request.Query.Done();
        request.WriteSmallList(
            request.Desk.Setup.Teams.All, query, (json, team) => Write(json, request.Desk, team), team => team.Name);
    }

    private static Team Read(BodyReader body, Desk desk, Team team)
    {
        var members = body.Ids("members", team.MemberIds);
        if (members.Any(id => desk.Users.Find(id) is null))
        {
            body.Wrong("members", "There is no such user.");
        }

        return team with
        {
            Name = body.Text("name", team.Name, TextMax) ?? "",
            Description = body.Text("description", team.Description),
            Decoration = body.Json("decoration", team.Decoration, JsonValueKind.Object) ?? "{}",
            MemberIds = members,
        };
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
