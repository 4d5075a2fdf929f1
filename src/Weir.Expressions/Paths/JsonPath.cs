using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>
/// A JSONPath, RFC 9535, parsed once and used for every record. Immutable; may be used by many threads.
/// Where an object has a name twice, the name selects the last one, as everywhere in Weir; a wildcard sees both.
/// </summary>
public sealed class JsonPath
{
    private const string Code = "mapping";

    private readonly Query _query;

    private JsonPath(string text, Query query)
    {
        Text = text;
        _query = query;
    }

    public string Text { get; }

    /// <summary>The path can give at most one value, whatever the document is (RFC 9535 section 2.3.5.1).</summary>
    public bool IsSingular => _query.IsSingular;

    /// <exception cref="ExpressionException">The text is no path; the message and the position say where.</exception>
    public static JsonPath Parse(string text) => new(text, PathParser.Parse(text));

    /// <summary>
    /// The value of a singular path, without allocating; of any other path the first match.
    /// </summary>
    /// <exception cref="EvaluationException">
    /// A bound was exceeded, or a text that is looked at is not Unicode.
    /// </exception>
    public bool TryGet(JsonElement root, out JsonElement value)
    {
        if (_query.IsSingular)
        {
            return _query.TryGetSingular(root, Code, out value);
        }

        var walk = new Walk(_query, new Evaluation(root, Code), enough: 1);
        walk.Run(root);
        value = walk.First;
        return walk.Count > 0;
    }

    /// <summary>Adds every value that the path selects, in the order of RFC 9535.</summary>
    /// <exception cref="EvaluationException">
    /// A bound was exceeded, or a text that is looked at is not Unicode. What was found before stays in the list.
    /// </exception>
    public void Select(JsonElement root, List<JsonElement> into)
    {
        if (!_query.IsSingular)
        {
            new Walk(_query, new Evaluation(root, Code), into: into).Run(root);
        }
        else if (_query.TryGetSingular(root, Code, out var value))
        {
            into.Add(value);
        }
    }

    public override string ToString() => Text;
}
