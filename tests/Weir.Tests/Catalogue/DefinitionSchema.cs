using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Catalogue;

namespace Weir.Tests.Catalogue;

/// <summary>
/// The JSON schema of a definition file, made from the types that the reader fills and from their comments. It is for
/// editors; the reader knows more.
/// </summary>
internal sealed class DefinitionSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly DocComments _comments = new();
    private readonly SortedDictionary<string, JsonNode?> _definitions = new(StringComparer.Ordinal)
    {
        // A bare number or true is read as the text that it is.
        ["Text"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    };

    public static string Write()
    {
        var schema = new DefinitionSchema();
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Application definition of Weir",
        };
        foreach (var (key, value) in schema.Record(VocabularyType.Of(typeof(DefinitionDocument))).ToList())
        {
            root[key] = value?.DeepClone();
        }

        root["$defs"] = new JsonObject(schema._definitions);
        return root.ToJsonString(Indented) + "\n";
    }

    private JsonObject Record(VocabularyType type)
    {
        var properties = new JsonObject();
        foreach (var member in type.Members)
        {
            var value = Value(member.Type);
            if (_comments.Of(member.Property) is { } comment)
            {
                value["description"] = comment;
            }

            properties[member.Name] = value;
        }

        var record = new JsonObject();
        if (_comments.Of(type.Type) is { } description)
        {
            record["description"] = description;
        }

        record["type"] = "object";
        record["properties"] = properties;
        var required = type.Members.Where(m => m.IsRequired).Select(m => (JsonNode?)m.Name).ToArray();
        if (required.Length > 0)
        {
            record["required"] = new JsonArray(required);
        }

        record["additionalProperties"] = type.Others is { } others ? Value(others.Type.GetGenericArguments()[1]) : false;
        return record;
    }

    private JsonObject Value(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return new JsonObject { ["$ref"] = "#/$defs/Text" };
        }

        if (type == typeof(bool) || type == typeof(int))
        {
            return new JsonObject { ["type"] = type == typeof(bool) ? "boolean" : "integer" };
        }

        if (type == typeof(JsonElement))
        {
            return [];
        }

        if (!type.IsGenericType)
        {
            return Reference(type);
        }

        var item = Value(type.GetGenericArguments()[^1]);
        return type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? new JsonObject { ["type"] = "array", ["items"] = item }
            : new JsonObject { ["type"] = "object", ["additionalProperties"] = item };
    }

    private JsonObject Reference(Type type)
    {
        if (_definitions.TryAdd(type.Name, null))
        {
            _definitions[type.Name] = type.IsEnum
                ? new JsonObject { ["enum"] = new JsonArray([.. VocabularyType.Words(type).Select(w => (JsonNode?)w)]) }
                : Record(VocabularyType.Of(type));
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{type.Name}" };
    }
}
