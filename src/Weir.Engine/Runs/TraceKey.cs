using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Templates;

namespace Weir.Engine.Runs;

/// <summary>What identifies a record across runs: a template, a path, the usual names, else a hash.</summary>
internal sealed class TraceKey(Template? template, Weir.Expressions.Paths.JsonPath? path)
{
    /// <summary>A longer one is cut: it is for people, the fingerprint holds the content.</summary>
    public const int CharactersMax = 512;

    private static readonly string[] UsualNames = ["id", "_id", "uuid"];

    /// <summary>Throws <see cref="EvaluationException"/> when the template cannot be rendered.</summary>
    public string Of(JsonElement record, Variables variables)
    {
        var text = template?.RenderText(record, variables) ?? Find(record);
        if (string.IsNullOrEmpty(text))
        {
            text = Fingerprint.Of("", record).ToString();
        }

        return text.Length <= CharactersMax ? text : text[..CharactersMax];
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private string? Find(JsonElement record)
    {
        if (path is not null && path.TryGet(record, out var value) && TextOf(value) is { } text)
        {
            return text;
        }

        if (record.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in UsualNames)
            {
                if (record.TryGetProperty(name, out var usual) && TextOf(usual) is { Length: > 0 } found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
