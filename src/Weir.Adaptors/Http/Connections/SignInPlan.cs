using System.Text;
using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Http.Connections;

/// <summary>A definition's sign-in, compiled: what it gives for a connection's settings and secrets.</summary>
internal sealed class SignInPlan(AuthDefinition auth)
{
    private readonly Template _type = Template.Parse(auth.Type);
    private readonly Template? _username = Parse(auth.Username);
    private readonly Template? _password = Parse(auth.Password);
    private readonly Template? _token = Parse(auth.Token);
    private readonly Template? _key = Parse(auth.Key);
    private readonly Template? _name = Parse(auth.Name);
    private readonly Template? _in = Parse(auth.In);

    /// <param name="settings">Settings and secrets.</param>
    public SignIn Of(JsonElement settings)
    {
        switch (Text(_type, settings))
        {
            case "" or "none":
                return SignIn.None;
            case "basic":
                var username = Text(_username, settings);
                return username.Contains(':', StringComparison.Ordinal)
                    ? SignIn.Wrong("The user name holds a colon, which Basic sign-in cannot carry.")
                    : Header("Authorization", "Basic ", Base64($"{username}:{Text(_password, settings)}"), "user name");
            case "bearer":
                return Header("Authorization", "Bearer ", Text(_token, settings), "token");
            case "apiKey":
                return ApiKey(Text(_in, settings), Text(_name, settings), Text(_key, settings));
            case var other:
                return SignIn.Wrong($"There is no sign-in '{other}': use none, basic, bearer or apiKey.");
        }
    }

    private static SignIn ApiKey(string where, string name, string key)
    {
        if (where == "query")
        {
            return name.Length == 0 || key.Length == 0
                ? SignIn.Wrong("The sign-in is by API key, and the key or its name is empty.")
                : SignIn.ByQuery(name, key);
        }

        return HeaderRules.Problem(name) is { } problem ? SignIn.Wrong(problem) : Header(name, "", key, "API key");
    }

    private static SignIn Header(string name, string scheme, string credential, string what)
    {
        if (credential.Length == 0)
        {
            return SignIn.Wrong($"The sign-in needs a {what}, and it is empty.");
        }

        foreach (var c in credential)
        {
            if (char.IsControl(c))
            {
                return SignIn.Wrong($"The {what} holds a line break or another control character.");
            }
        }

        return SignIn.ByHeader(name, scheme + credential, credential);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(Template? template, JsonElement settings) =>
        template?.RenderText(settings, Variables.None) ?? "";

    private static Template? Parse(string? text) => text is null ? null : Template.Parse(text);
}
