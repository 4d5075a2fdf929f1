using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/users</c>: the team and its bots; id 0 is whoever the key belongs to.</summary>
internal static class UsersResource
{
    private static readonly SmallNoun<User> Noun = new(
        "user", "User", desk => desk.Users, UserReading.Read, (json, _, user) => Write(json, user));

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/users", "a list; email, external_id, roles[], search, available_first", List),
        new("POST", "/api/users", "name, email and role are required; 409 for an e-mail that another one has", Noun.Create(
            UserReading.Fresh, "name", "email", "role")),
        new("GET", "/api/users/{id}", "id 0 is whoever the key belongs to", Get),
        new("PUT", "/api/users/{id}", "only what was sent; another e-mail needs password_confirmation", Update),
        new("DELETE", "/api/users/{id}", "", Noun.Delete((desk, user) => user.Id == desk.Owner.Id)),
    ];

    /// <summary>The form inside a ticket, as its assignee.</summary>
    public static void WriteAssignee(Utf8JsonWriter json, ReadOnlySpan<byte> name, User? user)
    {
        if (user is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        WritePerson(json, user);
        json.WriteString("bio"u8, user.Bio);
        json.WriteEndObject();
    }

    /// <summary>The members that a message's sender has, without the braces.</summary>
    public static void WritePerson(Utf8JsonWriter json, User user)
    {
        json.WriteNumber("id"u8, user.Id);
        json.WriteString("email"u8, user.Email);
        json.WriteString("name"u8, user.Name);
        json.WriteString("firstname"u8, user.FirstName);
        json.WriteString("lastname"u8, user.LastName);
        json.WriteJson("meta"u8, user.Meta);
    }

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, "created_datetime", "name", "email", "role");
        var email = request.Query.Text("email");
        var externalId = request.Query.Text("external_id");
        var roles = request.Query.Many("roles[]").Concat(request.Query.Many("roles")).ToHashSet(StringComparer.Ordinal);
        var search = request.Query.Text("search");

        // Nobody is away in a sandbox.
        _ = request.Query.Bool("available_first");
        request.Query.Done();

        var users = request.Desk.Users.All.Where(user =>
            (email is null || string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase))
            && (externalId is null || user.ExternalId == externalId)
            && (roles.Count == 0 || roles.Contains(user.Role))
            && (search is null || user.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
                || user.Email.Contains(search, StringComparison.OrdinalIgnoreCase)));
        request.WriteSmallList(users, query, Write, user => ValueOf(user, query.Order));
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        var user = request.Read(desk => request.PathId == 0 ? desk.Owner : desk.Users.Get(request.PathId));
        Write(request.Reply.Json, user);
    }

    private static void Update(GorgiasRequest request) => Noun.Update()(
        request.PathId == 0 ? request with { Ids = [request.Desk.Owner.Id] } : request);

    private static string ValueOf(User user, string order) => order switch
    {
        "name" => user.Name,
        "email" => user.Email,
        _ => user.Role,
    };

    private static void Write(Utf8JsonWriter json, User user)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, user.Id);
        json.WriteBoolean("active"u8, user.Deactivated is null);
        json.WriteString("bio"u8, user.Bio);
        json.WriteTime("created_datetime"u8, user.Created);
        json.WriteString("country"u8, user.Country);
        json.WriteTime("deactivated_datetime"u8, user.Deactivated);
        json.WriteString("email"u8, user.Email);
        json.WriteString("external_id"u8, user.ExternalId);
        json.WriteString("firstname"u8, user.FirstName);
        json.WriteBoolean("has_password"u8, false);
        json.WriteBoolean("has_2fa_enabled"u8, false);
        json.WriteString("lastname"u8, user.LastName);
        json.WriteString("language"u8, user.Language);
        json.WriteJson("meta"u8, user.Meta);
        json.WriteString("name"u8, user.Name);
        json.WriteStartObject("role"u8);
        json.WriteString("name"u8, user.Role);
        json.WriteEndObject();
        json.WriteString("timezone"u8, user.Timezone);
        json.WriteTime("updated_datetime"u8, user.Updated);
        json.WriteNull("client_id"u8);
        json.WriteString("uri"u8, $"https://{Desk.Domain}.gorgias.com/api/users/{user.Id}/");
        json.WriteEndObject();
    }
}
