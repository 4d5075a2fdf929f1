using System.Text.Json;

namespace Weir.Engine.Configuration;

/// <summary>
/// How a configuration speaks of secrets: <c>{"$env":"NAME"}</c> in files, where the value is taken from the environment of
/// whoever applies them, and <c>{"$secret":"value"}</c> on the way to the server. Never as plain text. // Promise 5
/// </summary>
public static class SecretWord
{
    public const string Env = "$env";
    public const string Given = "$secret";

    private const int NameCharactersMax = 200;

    /// <summary>The text under <paramref name="key"/> when the value is an object with this one key; else null.</summary>
    public static string? Read(JsonElement value, string key)
    {
        if (value.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var fields = value.EnumerateObject();
        return fields.MoveNext()
            && fields.Current is { Value.ValueKind: JsonValueKind.String } field
            && field.Name == key
            && !fields.MoveNext()
            ? field.Value.GetString()
            : null;
    }

    /// <summary>True for what a shell takes as the name of a variable.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= NameCharactersMax
        && !char.IsAsciiDigit(text[0])
        && text.All(c => c == '_' || char.IsAsciiLetterOrDigit(c));
}
