using System.Globalization;
using System.Text.Json;
using Weir.Engine.Configuration;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Commands.Configuration;

/// <summary>
/// The files of a folder as one document for the server, with the secrets that the environment has. Only they are taken from
/// it, and only where a file of a connection names them. // Promise 5
/// </summary>
internal sealed class ConfigurationBody
{
    private const string Settings = "settings";

    private readonly Dictionary<string, ConfigurationFile> _byPath = new(StringComparer.Ordinal);

    private ConfigurationBody(ReadOnlyMemory<byte> json) => Json = json;

    public ReadOnlyMemory<byte> Json { get; private set; }

    /// <param name="files">One resource each.</param>
    /// <param name="variable">The environment; null for a variable that is not set.</param>
    /// <exception cref="CommandFailedException">A file holds a secret.</exception>
    public static ConfigurationBody Of(IReadOnlyList<ConfigurationFile> files, Func<string, string?> variable)
    {
        var body = new ConfigurationBody(default);
        body.Json = DocumentWriter.Bytes(writer =>
        {
            writer.WriteStartObject();
            foreach (var kind in ConfigurationKinds.All)
            {
                var list = ConfigurationKinds.ListOf(kind);
                var index = 0;
                writer.WriteStartArray(list);
                foreach (var file in files.Where(f => f.Kind == kind))
                {
                    body._byPath[string.Create(CultureInfo.InvariantCulture, $"{list}[{index++}]")] = file;
                    Write(writer, file, variable);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
        return body;
    }

    /// <summary>What the server says of a field, at its place in its file.</summary>
    public string Tell(string field, string message)
    {
        var end = field.IndexOf(']', StringComparison.Ordinal) + 1;
        return _byPath.TryGetValue(field[..end], out var file)
            ? file.Tell(field[end..].TrimStart('.'), message)
            : field.Length == 0 ? message : $"{field}: {message}";
    }

    private static void Write(Utf8JsonWriter writer, ConfigurationFile file, Func<string, string?> variable)
    {
        if (file.Kind is not ResourceKind.Connection)
        {
            file.Yaml.Json.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var field in file.Yaml.Json.EnumerateObject())
        {
            writer.WritePropertyName(field.Name);
            if (field is { Name: Settings, Value.ValueKind: JsonValueKind.Object })
            {
                WriteSettings(writer, file, field.Value, variable);
            }
            else
            {
                field.Value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteSettings(
        Utf8JsonWriter writer, ConfigurationFile file, JsonElement settings, Func<string, string?> variable)
    {
        writer.WriteStartObject();
        foreach (var setting in settings.EnumerateObject())
        {
            writer.WritePropertyName(setting.Name);
            if (SecretWord.Read(setting.Value, SecretWord.Given) is not null)
            {
                throw new CommandFailedException(file.Tell(
                    $"{Settings}.{setting.Name}",
                    "a secret is not written into a file: name the variable that holds it, as in {$env: GORGIAS_PASSWORD}"));
            }

            if (SecretWord.Read(setting.Value, SecretWord.Env) is { } name
                && SecretWord.IsName(name)
                && variable(name) is { Length: > 0 } secret)
            {
                writer.WriteStartObject();
                writer.WriteString(SecretWord.Given, secret);
                writer.WriteEndObject();
            }
            else
            {
                setting.Value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
