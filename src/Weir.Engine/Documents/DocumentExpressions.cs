using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Filters;
using Weir.Expressions.Mappings;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>
/// Parses the expressions of a document when it is saved, so that none fails to parse while records flow. A problem has the
/// expression's path inside the document (<c>mapping.lines.@each</c>) and its position.
/// </summary>
internal static class DocumentExpressions
{
    public static void CheckFilter(this DocumentReader reader, string field, JsonElement rule)
    {
        if (rule.ValueKind != JsonValueKind.Undefined)
        {
            reader.Parse(field, () => Filter.Parse(rule));
        }
    }

    public static void CheckTemplate(this DocumentReader reader, string field, string? text, Place place = Place.Text)
    {
        if (text is not null)
        {
            reader.Parse(field, () => Template.Parse(text, place));
        }
    }

    /// <summary>The compiled mapping; null when there is none, or a problem was noted.</summary>
    public static Mapping? CheckMapping(
        this DocumentReader reader, string field, JsonElement mapping, JsonElement lookups = default) =>
        mapping.ValueKind == JsonValueKind.Undefined ? null : reader.Parse(field, () => Mapping.Parse(mapping, lookups));

    /// <summary>
    /// What <paramref name="parse"/> gives; where it is no expression the problem is noted and the default comes back.
    /// </summary>
    public static T? Parse<T>(this DocumentReader reader, string field, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (ExpressionException e)
        {
            reader.Refuse(Join(field, e.Path), e.Message, ErrorCodes.Expression, e.Position);
            return default;
        }
    }

    /// <summary>A mapping's tables stand beside it in the document, and so do their problems.</summary>
    private static string Join(string field, string path) => path switch
    {
        "" => field,
        ['@', 'l', 'o', 'o', 'k', 'u', 'p', 's', .. var table] => $"lookups{table}",
        ['[', ..] => field + path,
        _ => $"{field}.{path}",
    };
}
