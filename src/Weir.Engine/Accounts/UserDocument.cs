using System.Text.Json;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>A user in a body: <c>email</c> is needed, <c>name</c> is the address and <c>role</c> monitor when left out.</summary>
internal static class UserDocument
{
    private const string Password = "password";

    /// <summary>A new user, and the password when one is given.</summary>
    public static (User User, string? Password) Read(JsonElement body, UserId id, DateTimeOffset now)
    {
        var reader = new DocumentReader(body);
        reader.ReadOnly(default, UserView.ReadOnlyFields);
        var user = Fields(reader, id, now);
        var password = ReadPassword(reader, user);
        reader.Finish();
        return (user, password);
    }

    /// <summary>
    /// The user as a patch makes it, with version and time as they were. A password that is left out stays; <c>null</c>
    /// takes it away.
    /// </summary>
    public static (User User, PasswordChange Password) Read(User present, JsonElement patch)
    {
        var view = JsonSerializer.SerializeToElement(UserView.Of(present), AccountJson.Default.UserView);
        var reader = new DocumentReader(MergePatch.Apply(view, patch));
        reader.ReadOnly(view, UserView.ReadOnlyFields);
        var user = Fields(reader, present.Id, present.CreatedAt) with
        {
            Version = present.Version,
            UpdatedAt = present.UpdatedAt,
        };
        var password = ReadPassword(reader, user);
        reader.Finish();
        return (user, new PasswordChange(patch.TryGetProperty(Password, out _), password));
    }

    /// <summary>The first owner: <c>code</c>, <c>email</c>, <c>password</c> are needed.</summary>
    public static (User User, string Password, string Code) ReadOwner(JsonElement body, UserId id, DateTimeOffset now)
    {
        var reader = new DocumentReader(body);
        var code = reader.RequiredString("code", max: 100);
        var email = Email(reader);
        var user = Owner(email, reader.OptionalName("name"), id, now);
        var password = ReadPassword(reader, user);
        if (password is null && !reader.IsRefused(Password))
        {
            reader.Refuse(Password, "'password' is needed.", ErrorCodes.Required);
        }

        reader.Finish();
        return (user, password!, code);
    }

    public static User Owner(string email, string? name, UserId id, DateTimeOffset now) => new()
    {
        Id = id,
        Email = email,
        Name = name ?? NameOf(email),
        Role = Role.Owner,
        Status = UserStatus.Active,
        Version = 1,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>An address may be longer than a name.</summary>
    private static string NameOf(string email) =>
        email.Length <= DocumentReader.NameCharactersMax ? email : email[..DocumentReader.NameCharactersMax];

    private static User Fields(DocumentReader reader, UserId id, DateTimeOffset now)
    {
        var email = Email(reader);
        return new User
        {
            Id = id,
            Email = email,
            Name = reader.OptionalName("name") ?? NameOf(email),
            Role = reader.Enum("role", Role.Monitor),
            Status = reader.Enum("status", UserStatus.Active),
            Version = 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private static string Email(DocumentReader reader)
    {
        var email = reader.RequiredString("email", max: 1000).Trim();
        if (email.Length > 0 && EmailAddress.Problem(email) is { } problem)
        {
            reader.Refuse("email", $"'email' is not valid: {problem}.");
        }

        return email;
    }

    private static string? ReadPassword(DocumentReader reader, User user)
    {
        var password = reader.OptionalString(Password);
        if (password is not null && PasswordRules.Problem(password, user.Email, user.Name) is { } problem)
        {
            reader.Refuse(Password, problem);
        }

        return password;
    }
}

/// <summary>What a patch says of the password.</summary>
/// <param name="IsSaid">False: it stays.</param>
/// <param name="New">Null with <paramref name="IsSaid"/>: it is taken away.</param>
internal sealed record PasswordChange(bool IsSaid, string? New);
