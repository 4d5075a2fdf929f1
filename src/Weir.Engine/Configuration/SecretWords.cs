using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>The secrets of a connection's document, told apart from its other settings.</summary>
/// <param name="Document">With given secrets as the plain texts that a form takes, and without those that are promised.</param>
/// <param name="Promised">Fields whose secret comes from a variable that is not set where this was sent from.</param>
/// <param name="Problems">
/// Secrets that stand there otherwise: what is written into a file as plain text stays there. // Promise 5
/// </param>
internal sealed record SecretWords(
    JsonElement Document, IReadOnlyDictionary<string, string> Promised, IReadOnlyList<Problem> Problems)
{
    private const string Settings = "settings";

    public static SecretWords Read(JsonElement document, ApplicationCatalogue catalogue)
    {
        var promised = new Dictionary<string, string>(StringComparer.Ordinal);
        if (SecretsOf(document, catalogue) is not { Count: > 0 } secrets
            || !document.TryGetProperty(Settings, out var settings)
            || settings.ValueKind is not JsonValueKind.Object)
        {
            return new SecretWords(document, promised, []);
        }

        var problems = new List<Problem>();
        var plain = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, value) in settings.EnumerateObject().Where(f => secrets.Contains(f.Name)).Select(f => (f.Name, f.Value)))
        {
            if (SecretWord.Read(value, SecretWord.Given) is { } given)
            {
                plain[field] = given;
            }
            else if (SecretWord.Read(value, SecretWord.Env) is { } name && SecretWord.IsName(name))
            {
                promised[field] = name;
            }
            else if (value.ValueKind is not JsonValueKind.Null)
            {
                problems.Add(Problem(field, value));
                promised[field] = "";
            }
        }

        return new SecretWords(WithSettings(document, settings, plain, promised), promised, problems);
    }

    private static HashSet<string>? SecretsOf(JsonElement document, ApplicationCatalogue catalogue) =>
        document.TryGetProperty("application", out var key)
            && key.ValueKind is JsonValueKind.String
            && catalogue.Find(key.GetString()!) is { } application
            ? application.Form.Where(f => f.IsSecret).Select(f => f.Field).ToHashSet(StringComparer.Ordinal)
            : null;

    private static Problem Problem(string field, JsonElement value) => new(
        $"{Settings}.{field}",
        ErrorCodes.Validation,
        value.ValueKind is JsonValueKind.Object
            ? "A secret is written as {\"$env\":\"NAME\"}, where the name has letters, digits and '_' and begins with no digit."
            : "A secret is not written down: name the variable that holds it, as in {\"$env\":\"GORGIAS_PASSWORD\"}.");

    private static JsonElement WithSettings(
        JsonElement document, JsonElement settings, Dictionary<string, string> plain, Dictionary<string, string> promised) =>
        DocumentWriter.Element(writer =>
        {
            writer.WriteStartObject();
            foreach (var field in document.EnumerateObject().Where(f => f.Name != Settings))
            {
                field.WriteTo(writer);
            }

            writer.WriteStartObject(Settings);
            foreach (var setting in settings.EnumerateObject().Where(s => !promised.ContainsKey(s.Name)))
            {
                if (plain.TryGetValue(setting.Name, out var text))
                {
                    writer.WriteString(setting.Name, text);
                }
                else
                {
                    setting.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
}
