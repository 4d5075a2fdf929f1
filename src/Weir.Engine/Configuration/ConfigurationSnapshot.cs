using System.Security.Cryptography;
using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>
/// All resources of one moment, and how they are shown: the contract's own fields, references by name, secrets as the
/// variables they are taken from. The same resources give the same bytes.
/// </summary>
internal sealed class ConfigurationSnapshot
{
    private const int TagBytes = 16;

    private readonly Dictionary<string, ResourceRow> _byId;
    private readonly Dictionary<string, IReadOnlyList<string>> _set = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Field, string Variable)>> _variables = new(StringComparer.Ordinal);
    private readonly ApplicationCatalogue _catalogue;
    private readonly ReferenceRewriter _names;

    /// <param name="rows">All there are.</param>
    /// <param name="secrets">The secret fields that are set, by the connection's id.</param>
    /// <param name="catalogue">Tells the order of a form's fields.</param>
    public ConfigurationSnapshot(
        IEnumerable<ResourceRow> rows, IReadOnlyDictionary<string, IReadOnlyList<string>> secrets, ApplicationCatalogue catalogue)
    {
        _catalogue = catalogue;
        Rows = [.. rows.OrderBy(r => r.NameKey, StringComparer.Ordinal).ThenBy(r => r.Id, StringComparer.Ordinal)];
        _byId = Rows.ToDictionary(r => r.Id, StringComparer.Ordinal);
        _names = new ReferenceRewriter(NameOf, dropsNulls: true);
        var variables = new EnvironmentNames();
        foreach (var row in Of(ResourceKind.Connection))
        {
            _set[row.Id] = secrets.GetValueOrDefault(row.Id) ?? [];
            _variables[row.Id] = [.. _set[row.Id].Union(Needed(row)).Select(f => (f, variables.For(row.Name, f)))];
        }
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<ResourceRow> Rows { get; }

    public IEnumerable<ResourceRow> Of(ResourceKind kind) => Rows.Where(r => r.Kind == kind);

    /// <summary>The secret fields that are set.</summary>
    public IReadOnlyList<string> SecretsOf(string connection) => _set[connection];

    public ResourceRow? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The resource as a configuration shows it.</summary>
    public JsonElement Show(ResourceRow row)
    {
        var document = DocumentWriter.Parse(row.Document);
        return _names.Rewrite(row.Kind, row.Kind is ResourceKind.Connection ? WithSecrets(row, document) : document);
    }

    /// <summary><c>{"connections":[…],…}</c></summary>
    public ReadOnlyMemory<byte> ToJson() => DocumentWriter.Bytes(writer =>
    {
        writer.WriteStartObject();
        foreach (var kind in ConfigurationKinds.All)
        {
            writer.WriteStartArray(ConfigurationKinds.ListOf(kind));
            foreach (var row in Of(kind))
            {
                Show(row).WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    /// <summary>Tells this configuration from any other.</summary>
    public static string TagOf(ReadOnlyMemory<byte> json) =>
        Convert.ToHexStringLower(SHA256.HashData(json.Span).AsSpan(0, TagBytes));

    /// <summary>Secrets that the form needs: one that is not set yet waits for its variable, here as where it is applied.</summary>
    private IEnumerable<string> Needed(ResourceRow row) =>
        _catalogue.Find(DocumentWriter.Parse(row.Document).GetProperty("application").GetString()!)?.Form
            .Where(f => f.IsSecret && f.Required).Select(f => f.Field) ?? [];

    /// <summary>What was deleted is left out of a list; elsewhere the reference stays as it is, to be seen.</summary>
    private string? NameOf(ResourceKind kind, JsonElement id, string path) =>
        _byId.TryGetValue(id.GetString()!, out var row) && row.Kind == kind ? row.Name
        : path.EndsWith(']') ? null
        : id.GetString();

    /// <summary>The settings in the order of the form, with the variables of the secrets that are set.</summary>
    private JsonElement WithSecrets(ResourceRow row, JsonElement document) => DocumentWriter.Element(writer =>
    {
        writer.WriteStartObject();
        foreach (var field in document.EnumerateObject())
        {
            writer.WritePropertyName(field.Name);
            if (field.Name == "settings")
            {
                WriteSettings(writer, row, document, field.Value);
            }
            else
            {
                field.Value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    });

    private void WriteSettings(Utf8JsonWriter writer, ResourceRow row, JsonElement document, JsonElement settings)
    {
        var form = _catalogue.Find(document.GetProperty("application").GetString()!)?.Form.Select(f => f.Field).ToList() ?? [];
        var values = settings.EnumerateObject().ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal);
        var variables = _variables[row.Id].ToDictionary(s => s.Field, s => s.Variable, StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var field in form.Concat(values.Keys).Concat(variables.Keys).Distinct(StringComparer.Ordinal))
        {
            if (variables.TryGetValue(field, out var variable))
            {
                writer.WriteStartObject(field);
                writer.WriteString(SecretWord.Env, variable);
                writer.WriteEndObject();
            }
            else if (values.TryGetValue(field, out var value))
            {
                writer.WritePropertyName(field);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
