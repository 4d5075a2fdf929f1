using System.Text;
using System.Text.Json;
using Weir.Engine.Configuration;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Commands.Configuration;

/// <summary>
/// Writes a configuration into a folder: each file whole or not at all, only where it says something new. A resource stays in
/// the file that it is in; other files are left alone.
/// </summary>
internal sealed class PulledFiles
{
    private readonly ConfigurationFolder _folder;
    private readonly Dictionary<(ResourceKind, string), ConfigurationFile> _present;
    private readonly List<string> _written = [];
    private readonly List<string> _variables = [];
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    public PulledFiles(ConfigurationFolder folder)
    {
        _folder = folder;
        _present = folder.Files.Where(f => f.Identity is not null).ToDictionary(f => f.Identity!.Value);
    }

    /// <summary>Files that are new or say something else now.</summary>
    public IReadOnlyList<string> Written => _written;

    /// <summary>Files of resources that are not on the server.</summary>
    public IReadOnlyList<ConfigurationFile> Others => [.. _folder.Files.Where(f => !_kept.Contains(f.Name))];

    public int Unchanged => _kept.Count - _written.Count;

    /// <summary>The variables from which the secrets are taken.</summary>
    public IReadOnlyList<string> Variables => _variables;

    /// <param name="configuration">As the server gives it.</param>
    public void Write(JsonElement configuration)
    {
        foreach (var kind in ConfigurationKinds.All)
        {
            var list = ConfigurationKinds.ListOf(kind);
            var path = Path.Combine(_folder.Folder, list);
            var taken = Directory.Exists(path) ? Directory.EnumerateFileSystemEntries(path).Select(p => Path.GetFileName(p)) : [];
            var names = new FileNames(taken);
            foreach (var document in configuration.GetProperty(list).EnumerateArray())
            {
                Write(kind, document, names);
            }
        }
    }

    public void Remove(ConfigurationFile file) => File.Delete(Path.Combine(_folder.Folder, file.Name));

    private void Write(ResourceKind kind, JsonElement document, FileNames names)
    {
        var resource = document.GetProperty("name").GetString()!;
        var present = _present.GetValueOrDefault((kind, ResourceRow.NameKeyOf(resource)));
        var file = present?.Name ?? $"{ConfigurationKinds.ListOf(kind)}/{names.For(resource, ConfigurationKinds.NameOf(kind))}";
        var bytes = Encoding.UTF8.GetBytes(YamlText.Write(WithVariables(kind, document, present)));
        _kept.Add(file);
        if (present is null || !bytes.AsSpan().SequenceEqual(present.Bytes))
        {
            Save(Path.Combine(_folder.Folder, file), bytes);
            _written.Add(file);
        }
    }

    private static void Save(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        File.Delete(draft);
        using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>A secret keeps the variable that its file names already.</summary>
    private JsonElement WithVariables(ResourceKind kind, JsonElement document, ConfigurationFile? present)
    {
        if (kind is not ResourceKind.Connection)
        {
            return document;
        }

        return DocumentWriter.Element(writer =>
        {
            writer.WriteStartObject();
            foreach (var field in document.EnumerateObject())
            {
                writer.WritePropertyName(field.Name);
                if (field.Name == "settings")
                {
                    WriteSettings(writer, field.Value, present);
                }
                else
                {
                    field.Value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        });
    }

    private void WriteSettings(Utf8JsonWriter writer, JsonElement settings, ConfigurationFile? present)
    {
        writer.WriteStartObject();
        foreach (var setting in settings.EnumerateObject())
        {
            writer.WritePropertyName(setting.Name);
            if (SecretWord.Read(setting.Value, SecretWord.Env) is not { } variable)
            {
                setting.Value.WriteTo(writer);
                continue;
            }

            variable = VariableOf(present, setting.Name) ?? variable;
            _variables.Add(variable);
            writer.WriteStartObject();
            writer.WriteString(SecretWord.Env, variable);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string? VariableOf(ConfigurationFile? file, string setting) =>
        file is not null
        && file.Yaml.Json.TryGetProperty("settings", out var settings)
        && settings.ValueKind is JsonValueKind.Object
        && settings.TryGetProperty(setting, out var value)
        && SecretWord.Read(value, SecretWord.Env) is { } name
        && SecretWord.IsName(name)
            ? name
            : null;
}
