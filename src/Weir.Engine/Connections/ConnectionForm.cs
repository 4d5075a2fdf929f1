using System.Globalization;
using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// Reads the <c>settings</c> of a connection by its application's form: what is stored is normal (a subdomain is one
/// label, whatever was pasted) and anything else is a problem at its field. // Promises 6, 9
/// </summary>
public static class ConnectionForm
{
    public const int ValueCharsMax = 4_096;
    public const int SecretCharsMax = 8_192;

    /// <summary>
    /// Reads all fields. An empty text is a field left out. Problems go to the reader; what is good is given back.
    /// </summary>
    /// <param name="application">Whose form it is.</param>
    /// <param name="settings">
    /// The object <c>settings</c>, the whole of it: for a change, merged with what is stored. Fields that the form does
    /// not have are problems when the reader finishes.
    /// </param>
    /// <param name="storedSecrets">
    /// Fields whose secret is stored, so may be left out; null clears them, also where they are needed: nothing is sent then
    /// until they are given again.
    /// </param>
    /// <param name="lacking">Needed secrets that the stored connection lacks, so that a change need not give them.</param>
    public static FormValues Read(
        ApplicationDefinition application,
        DocumentReader settings,
        IReadOnlyCollection<string> storedSecrets,
        IReadOnlyCollection<string>? lacking = null)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal);
        var cleared = new List<string>();
        foreach (var field in application.Form)
        {
            if (!field.IsSecret)
            {
                ReadValue(field, settings, values);
            }
            else if (IsNull(settings, field.Field) && storedSecrets.Contains(field.Field))
            {
                cleared.Add(field.Field);
            }
            else if (ReadSecret(field, settings) is { } secret)
            {
                secrets[field.Field] = secret;
            }
        }

        RefuseMissing(application, settings, values, [.. secrets.Keys, .. storedSecrets, .. lacking ?? []]);
        return new FormValues(values, secrets, cleared);
    }

    /// <summary>Settings with the defaults of the form filled in, as requests see them; defaults are not stored.</summary>
    public static IReadOnlyDictionary<string, JsonElement> WithDefaults(
        ApplicationDefinition application, IReadOnlyDictionary<string, JsonElement> settings)
    {
        var missing = application.Form.Where(f => f.Default is not null && !settings.ContainsKey(f.Field)).ToList();
        if (missing.Count == 0)
        {
            return settings;
        }

        var filled = new Dictionary<string, JsonElement>(settings, StringComparer.Ordinal);
        foreach (var field in missing)
        {
            filled[field.Field] = DefaultOf(field.Kind, field.Default!);
        }

        return filled;
    }

    /// <summary>A default as the JSON value that its kind has.</summary>
    public static JsonElement DefaultOf(FormFieldKind kind, string standard) =>
        kind is FormFieldKind.Number or FormFieldKind.Switch
            ? JsonElement.Parse(standard)
            : DocumentWriter.Element(w => w.WriteStringValue(standard));

    /// <summary>The secrets that these settings need and that are not there.</summary>
    /// <param name="application">Whose form it is.</param>
    /// <param name="settings">As they are stored.</param>
    /// <param name="secrets">The fields that are set.</param>
    public static IEnumerable<FormField> Lacking(
        ApplicationDefinition application, IReadOnlyDictionary<string, JsonElement> settings, IReadOnlyCollection<string> secrets) =>
        application.Form.Where(f =>
            f.IsSecret && !secrets.Contains(f.Field) && Reason(application, f, settings) is not null);

    private static void ReadValue(FormField field, DocumentReader settings, Dictionary<string, JsonElement> values)
    {
        var value = settings.Free(field.Field);
        if (value.ValueKind is JsonValueKind.Undefined)
        {
            return;
        }

        var read = FieldValue.Read(field, value);
        if (read.Problem is { } problem)
        {
            settings.Refuse(field.Field, $"{field.Label}: {problem}.");
        }
        else if (read.Value is { } normal)
        {
            values[field.Field] = normal;
        }
    }

    private static bool IsNull(DocumentReader settings, string field) =>
        settings.Has(field) && settings.Free(field).ValueKind is JsonValueKind.Undefined;

    private static Secret? ReadSecret(FormField field, DocumentReader settings)
    {
        var value = settings.Free(field.Field);
        if (value.ValueKind is JsonValueKind.Undefined)
        {
            return null;
        }

        if (FieldValue.TextOf(value) is not { } text)
        {
            settings.Refuse(field.Field, $"{field.Label}: this must be text.");
            return null;
        }

        var problem = text switch
        {
            "" => "this is empty; leave it out to keep the stored one, or send null to clear it",
            { Length: > SecretCharsMax } => $"this is longer than {SecretCharsMax} characters",
            _ when text.Any(char.IsControl) => "this holds a line break or another control character; paste it without",
            _ => null,
        };
        if (problem is null)
        {
            return new Secret(text);
        }

        settings.Refuse(field.Field, $"{field.Label}: {problem}.");
        return null;
    }

    private static void RefuseMissing(
        ApplicationDefinition application,
        DocumentReader settings,
        Dictionary<string, JsonElement> values,
        HashSet<string> secrets)
    {
        foreach (var field in application.Form)
        {
            var isThere = field.IsSecret ? secrets.Contains(field.Field) : values.ContainsKey(field.Field) || field.Default is not null;
            if (!isThere && !settings.IsRefused(field.Field) && Reason(application, field, values) is { } reason)
            {
                settings.Refuse(field.Field, reason, ErrorCodes.Required);
            }
        }
    }

    /// <summary>Why the field is needed; null when it is not.</summary>
    private static string? Reason(
        ApplicationDefinition application, FormField field, IReadOnlyDictionary<string, JsonElement> values)
    {
        if (field.Required)
        {
            return $"{field.Label} is needed.";
        }

        if (field.RequiredWhen.Count == 0)
        {
            return null;
        }

        foreach (var (name, wanted) in field.RequiredWhen)
        {
            var other = application.Form.First(f => f.Field == name);
            var value = values.TryGetValue(name, out var given) ? Plain(given) : other.Default;
            if (value != wanted)
            {
                return null;
            }
        }

        return $"{field.Label} is needed with {string.Join(" and ", field.RequiredWhen.Select(r => $"{r.Key} {r.Value}"))}.";
    }

    private static string Plain(JsonElement value) => value.ValueKind is JsonValueKind.String
        ? value.GetString()!
        : value.GetRawText().ToLower(CultureInfo.InvariantCulture);
}

/// <summary>What a form held.</summary>
/// <param name="Settings">The values that are no secrets, normal, in the order of the form; none that was left out.</param>
/// <param name="Secrets">The secrets that were given.</param>
/// <param name="Cleared">The stored secrets that are to go.</param>
public sealed record FormValues(
    IReadOnlyDictionary<string, JsonElement> Settings,
    IReadOnlyDictionary<string, Secret> Secrets,
    IReadOnlyList<string> Cleared);
