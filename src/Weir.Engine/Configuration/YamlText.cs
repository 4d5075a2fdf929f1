using System.Text;
using System.Text.Json;

namespace Weir.Engine.Configuration;

/// <summary>
/// Writes JSON as YAML that people like to read and that every reader of YAML reads as the same JSON: what one of them could
/// take for something else stands in quotes, texts of several lines stand as they are. The same JSON gives the same text.
/// </summary>
public sealed class YamlText
{
    private const int Step = 2;

    private readonly StringBuilder _text = new();

    private YamlText()
    {
    }

    /// <param name="document">An object.</param>
    public static string Write(JsonElement document)
    {
        var yaml = new YamlText();
        if (IsEmpty(document))
        {
            return "{}\n";
        }

        yaml.Mapping(document, 0);
        return yaml._text.ToString();
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    /// <summary>The first entry where the text stands, the others at the indent.</summary>
    private void Mapping(JsonElement mapping, int indent)
    {
        var isFirst = true;
        foreach (var entry in mapping.EnumerateObject())
        {
            Begin(indent, ref isFirst);
            Key(entry.Name, indent);
            Value(entry.Value, indent);
        }
    }

    private void Sequence(JsonElement sequence, int indent)
    {
        var isFirst = true;
        foreach (var item in sequence.EnumerateArray())
        {
            Begin(indent, ref isFirst);
            _text.Append("- ");
            if (IsEmpty(item) || item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                Scalar(item, indent);
            }
            else if (item.ValueKind is JsonValueKind.Object)
            {
                Mapping(item, indent + Step);
            }
            else
            {
                Sequence(item, indent + Step);
            }
        }
    }

    private void Begin(int indent, ref bool isFirst)
    {
        if (!isFirst)
        {
            _text.Append(' ', indent);
        }

        isFirst = false;
    }

    private void Key(string name, int indent)
    {
        if (YamlScalars.IsPlainKey(name))
        {
            _text.Append(name).Append(':');
            return;
        }

        var quoted = YamlScalars.Quoted(name);
        if (quoted.Length <= YamlScalars.KeyCharactersMax)
        {
            _text.Append(quoted).Append(':');
            return;
        }

        _text.Append("? ").Append(quoted).Append('\n').Append(' ', indent).Append(':');
    }

    /// <summary>What stands behind a key.</summary>
    private void Value(JsonElement value, int indent)
    {
        if (!IsEmpty(value) && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            _text.Append('\n').Append(' ', indent + Step);
            if (value.ValueKind is JsonValueKind.Object)
            {
                Mapping(value, indent + Step);
            }
            else
            {
                Sequence(value, indent + Step);
            }

            return;
        }

        _text.Append(' ');
        Scalar(value, indent);
    }

    private void Scalar(JsonElement value, int indent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                _text.Append("{}");
                break;
            case JsonValueKind.Array:
                _text.Append("[]");
                break;
            case JsonValueKind.String when value.GetString()! is var text && YamlScalars.BlockHeader(text) is { } header:
                Block(text, header, indent + Step);
                return;
            case JsonValueKind.String:
                var line = value.GetString()!;
                _text.Append(YamlScalars.IsPlain(line) ? line : YamlScalars.Quoted(line));
                break;
            default:
                _text.Append(value.GetRawText());
                break;
        }

        _text.Append('\n');
    }

    private void Block(string text, string header, int indent)
    {
        _text.Append(header).Append('\n');
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            // A text that ends with a line break ends its last line, and begins no other.
            if (i == lines.Length - 1 && lines[i].Length == 0)
            {
                break;
            }

            if (lines[i].Length > 0)
            {
                _text.Append(' ', indent).Append(lines[i]);
            }

            _text.Append('\n');
        }
    }
}
