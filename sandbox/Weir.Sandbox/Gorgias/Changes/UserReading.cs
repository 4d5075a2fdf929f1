using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Reads a user from a body: only what was sent changes. Called while the desk's gate is held.</summary>
internal static class UserReading
{
    private const int TextMax = 255;
    private const int AddressMax = 320;

    private static readonly string[] Roles =
        ["admin", "agent", "basic-agent", "lite-agent", "observer-agent", "internal-agent", "bot"];

    public static User Fresh(int id, long now) => new()
    {
        Id = id,
        Email = "",
        FirstName = "",
        LastName = "",
        Role = "agent",
        Meta = """{"name_set_via":"agent"}""",
        Created = now,
        Updated = now,
    };

    public static User Read(BodyReader body, Desk desk, User user)
    {
        var email = body.Text("email", user.Email, AddressMax) ?? "";
        if (!email.Contains('@', StringComparison.Ordinal))
        {
            body.Wrong("email", "Not a valid email address.");
        }

        var isAnother = user.Email.Length > 0 && !string.Equals(email, user.Email, StringComparison.OrdinalIgnoreCase);
        if (isAnother && body.Text("password_confirmation") is null)
        {
            body.Wrong("password_confirmation", "Missing data for required field.");
        }

        if (desk.UserByEmail(email) is { } owner && owner.Id != user.Id)
        {
            throw GorgiasProblem.Exists();
        }

        _ = body.Text("password_confirmation");
        var language = body.Text("language", user.Language);
        if (language != user.Language && language is not (null or "en" or "fr"))
        {
            body.Wrong("language", "Not a valid choice.");
        }

        var (first, last) = body.Has("name") ? Customer.Split(body.Text("name", lengthMax: TextMax)) : (user.FirstName, user.LastName);
        var active = body.Bool("active", user.Deactivated is null);
        return user with
        {
            Email = email,
            FirstName = body.Text("firstname", first, TextMax) ?? "",
            LastName = body.Text("lastname", last, TextMax) ?? "",
            Role = ReadRole(body, user),
            Bio = body.Text("bio", user.Bio),
            Country = body.Text("country", user.Country),
            Language = language,
            Timezone = body.Text("timezone", user.Timezone),
            Meta = body.Json("meta", user.Meta, JsonValueKind.Object) ?? "{}",
            ExternalId = body.Text("external_id", user.ExternalId, TextMax),
            Deactivated = active ? null : user.Deactivated ?? desk.NextChange(),
            Updated = desk.NextChange(),
        };
    }

    private static string ReadRole(BodyReader body, User user)
    {
        if (body.Object("role") is not { } role)
        {
            return user.Role;
        }

        role.Require("name");
        return role.Choice("name", user.Role, Roles);
    }
}
